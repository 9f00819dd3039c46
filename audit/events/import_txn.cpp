#include "audit/events/import_txn.h"

#include <fmt/format.h>

#include <iterator>
#include <string_view>

namespace kproof {
namespace {

enum TxnOp : std::int64_t { kBegin = 0, kCommit = 1, kAbort = 2, kEnd = 3 };

}  // namespace

void TxnImporter::Take(const Event& event, const ActorState& actor, Complaints& complaints) {
  TxnFact fact;
  fact.name = event.Text(Field::kTxn);
  const auto op = event.Int(Field::kOp);
  if (event.Has(Field::kOutcome) != (op == kEnd)) {
    complaints.Add(event.line, op == kEnd ? "the end of a transaction lacks its 'outcome'"
                                          : "only the end of a transaction has an 'outcome'");
    return;
  }
  switch (op) {
    case kBegin:
      fact.began = actor.at;
      break;
    case kCommit:
      fact.commit_asked = actor.at;
      break;
    case kAbort:
      fact.abort_asked = actor.at;
      break;
    default:
      fact.ended = actor.at;
      fact.outcome = static_cast<TxnOutcome>(event.Int(Field::kOutcome));
  }
  store_.Put(actor.name, fact);
}

TxnImporter::Run* TxnImporter::RunAt(Runs& runs, std::uint64_t sequence) {
  const auto next = runs.upper_bound(sequence);
  if (next == runs.begin()) return nullptr;
  auto& run = std::prev(next)->second;
  return sequence <= run.end ? &run : nullptr;
}

void TxnImporter::TakeRecord(const Event& event, const ActorState& actor, std::uint32_t number,
                             const StreamId& stream, bool fresh, Complaints& complaints) {
  const bool says = event.Has(Field::kTxn);
  if (!says && (event.type == EventType::kSettle || !records_.contains(number))) return;
  auto& records = records_[number];
  records.stream = stream;
  const auto sequence = static_cast<std::uint64_t>(event.Int(Field::kSeq));
  Run* const run = RunAt(records.runs, sequence);
  const bool same = run != nullptr && says && names_.NameOf(run->actor) == actor.name &&
                    names_.NameOf(run->txn) == event.Text(Field::kTxn);
  if (!fresh) {
    const Run* const before = run != nullptr && sequence < run->end ? run : nullptr;
    const bool agrees = before != nullptr ? same : !says;
    if (!agrees) Complain(event, stream, before, complaints);
  } else if (same) {
    run->end = sequence + 1;
    run->last_line = event.line;
  } else if (says) {
    records.runs[sequence] = {sequence + 1, names_.NumberOf(actor.name),
                              names_.NumberOf(event.Text(Field::kTxn)), event.line, event.line};
  }
}

void TxnImporter::Complain(const Event& event, const StreamId& stream, const Run* before,
                           Complaints& complaints) const {
  const auto in = [](std::string_view txn, std::string_view actor) {
    return fmt::format("in transaction '{}' of '{}'", txn, actor);
  };
  const auto here = event.Has(Field::kTxn) ? in(event.Text(Field::kTxn), event.Text(Field::kActor))
                                           : std::string("outside of transactions");
  std::string there = "was outside of transactions when it was named first";
  if (before != nullptr) {
    there =
        fmt::format("was {} on line", in(names_.NameOf(before->txn), names_.NameOf(before->actor)));
    there += before->first_line == before->last_line
                 ? fmt::format(" {}", before->first_line)
                 : fmt::format("s {} to {}", before->first_line, before->last_line);
  }
  complaints.Add(event.line,
                 fmt::format("seq {} of {}, life {}, {}/{} is {} here and {}",
                             event.Int(Field::kSeq), event.Text(Field::kOrigin), stream.life,
                             stream.topic, stream.partition, here, there),
                 "a record is in one transaction: name it in its 'send'; a record that is sent "
                 "again has its own number");
}

void TxnImporter::Flush() {
  for (const auto& [number, records] : records_) {
    for (const auto& [first, run] : records.runs)
      store_.AddTxnRecords(names_.NameOf(run.actor), names_.NameOf(run.txn), records.stream, first,
                           run.end - first);
  }
  records_.clear();
}

}  // namespace kproof

#include "audit/events/txn_book.h"

#include <fmt/format.h>

#include <iterator>
#include <string_view>

namespace kproof {
namespace {

enum TxnOp : std::int64_t { kBegin = 0, kCommit = 1, kAbort = 2, kEnd = 3 };

}  // namespace

void TxnBook::Take(const Event& event, const ActorState& actor, Complaints& complaints) {
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

std::map<std::uint64_t, TxnBook::Run>::iterator TxnBook::RunAt(Records& records,
                                                               std::uint64_t sequence) {
  const auto next = records.runs.upper_bound(sequence);
  if (next == records.runs.begin()) return records.runs.end();
  const auto run = std::prev(next);
  return sequence <= run->second.end ? run : records.runs.end();
}

void TxnBook::TakeRecord(const Event& event, const ActorState& actor, std::uint32_t number,
                         const StreamId& stream, bool fresh, Complaints& complaints) {
  const bool says = event.Has(Field::kTxn);
  const auto known = records_.find(number);
  if (!says && (known == records_.end() || event.type == EventType::kSettle)) return;
  auto& records = known != records_.end() ? known->second : records_[number];
  records.stream = stream;
  const auto sequence = static_cast<std::uint64_t>(event.Int(Field::kSeq));
  const auto run = RunAt(records, sequence);
  const bool in_run = run != records.runs.end() && sequence < run->second.end;
  const Run said{sequence + 1, names_.NumberOf(actor.name),
                 says ? names_.NumberOf(event.Text(Field::kTxn)) : 0, event.line, event.line};
  const bool same = run != records.runs.end() && says && run->second.actor == said.actor &&
                    run->second.txn == said.txn;
  if (!fresh) {
    if (in_run ? !same : says) Complain(event, stream, in_run ? &run->second : nullptr, complaints);
  } else if (says && same) {
    run->second.end = said.end;
    run->second.last_line = said.last_line;
  } else if (says) {
    records.runs.emplace(sequence, said);
  }
}

void TxnBook::Complain(const Event& event, const StreamId& stream, const Run* before,
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
  complaints.Add(
      event.line,
      fmt::format("seq {} of {}, life {}, {}/{} is {} here and {}", event.Int(Field::kSeq),
                  event.Text(Field::kOrigin), stream.life, stream.topic, stream.partition, here,
                  there),
      "a record is in one transaction: name it in its 'send'; one that is sent again has "
      "a number of its own");
}

void TxnBook::Flush() {
  for (const auto& [number, records] : records_) {
    for (const auto& [first, run] : records.runs)
      store_.AddTxnRecords(names_.NameOf(run.actor), names_.NameOf(run.txn), records.stream, first,
                           run.end - first);
  }
  records_.clear();
}

}  // namespace kproof

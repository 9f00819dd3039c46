#include "audit/events/txn_book.h"

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

void TxnBook::Sent(const Event& event, const ActorState& actor, std::uint32_t number,
                   const StreamId& stream) {
  auto& [id, open] = open_[number];
  const auto sequence = static_cast<std::uint64_t>(event.Int(Field::kSeq));
  const auto& txn = event.Text(Field::kTxn);
  const bool goes_on = open.count > 0 && open.first + open.count == sequence && open.txn == txn &&
                       open.actor == actor.name;
  if (!goes_on) {
    if (open.count > 0) Write(id, open);
    id = stream;
    open = {actor.name, txn, sequence, 0};
  }
  ++open.count;
}

void TxnBook::Write(const StreamId& stream, const Open& open) {
  store_.AddTxnRecords(open.actor, open.txn, stream, open.first, open.count);
}

void TxnBook::Flush() {
  for (const auto& [number, entry] : open_) {
    if (entry.second.count > 0) Write(entry.first, entry.second);
  }
  open_.clear();
}

}  // namespace kproof

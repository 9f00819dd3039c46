#include "tests/unit/audit/oracle_txns.h"

#include <algorithm>

namespace kproof {

OracleTxns::OracleTxns(const EventList& events) : events_(events) {
  for (const auto& read : events.reads) {
    if (read.isolation == Isolation::kCommitted) read_committed_.insert(read.record);
  }
}

std::vector<const TxnEvents*> OracleTxns::TxnsOf(const Identity& record) const {
  std::vector<const TxnEvents*> txns;
  for (const auto& txn : events_.txns) {
    if (txn.sends.contains(record)) txns.push_back(&txn);
  }
  return txns;
}

OracleTxns::State OracleTxns::Of(const TxnEvents& txn) const {
  if (txn.outcome == TxnOutcome::kCommitted) return kCommitted;
  if (txn.outcome == TxnOutcome::kAborted) return kAborted;
  for (const auto& record : txn.sends) {
    if (ReadCommitted(record) && OnlyLivingTxn(txn, record)) return kCommitted;
  }
  return txn.outcome ? kUnknown : kOpen;
}

bool OracleTxns::OnlyLivingTxn(const TxnEvents& txn, const Identity& record) const {
  const auto txns = TxnsOf(record);
  return std::all_of(txns.begin(), txns.end(), [&](const TxnEvents* other) {
    return other == &txn || other->outcome == TxnOutcome::kAborted;
  });
}

OracleTxns::State OracleTxns::Of(const Identity& record) const {
  State best = kNone;
  for (const auto* txn : TxnsOf(record)) {
    const auto state = Of(*txn);
    if (best == kNone || state < best) best = state;
  }
  return best;
}

OracleTxns::State OracleTxns::Of(const std::string& actor, const std::string& name) const {
  for (const auto& txn : events_.txns) {
    if (txn.actor == actor && txn.name == name) return Of(txn);
  }
  return kUnknown;
}

bool OracleTxns::Resent(const Identity& record) const {
  const auto txns = TxnsOf(record);
  return txns.size() > 1 && std::any_of(txns.begin(), txns.end(), [&](const TxnEvents* txn) {
           return Of(*txn) != kCommitted;
         });
}

bool OracleTxns::SeenEarly(const ReadEvent& read) const {
  std::optional<RunMicros> asked;
  bool never_asked = false, may_be_hidden = false;
  for (const auto* txn : TxnsOf(read.record)) {
    if (txn->commit_asked) {
      if (events_.untimed_origins.contains(txn->origin) || events_.untimed.contains(read.reader))
        return false;
      asked = std::min(asked.value_or(*txn->commit_asked), *txn->commit_asked);
    } else if (Of(*txn) != kAborted) {
      never_asked = true;
      may_be_hidden = may_be_hidden || events_.hidden_origins.contains(txn->origin);
    }
  }
  if (may_be_hidden) return false;
  return asked ? read.at < *asked : never_asked;
}

std::set<Identity> OracleTxns::Early() const {
  std::set<Identity> early;
  for (const auto& read : events_.reads) {
    if (read.isolation == Isolation::kCommitted && SeenEarly(read)) early.insert(read.record);
  }
  return early;
}

}  // namespace kproof

#include "audit/judge/transactions/transactions.h"

#include <algorithm>

#include "audit/judge/facts/history.h"

namespace kproof {
namespace {

// What at least two of the ranges hold.
RangeSet Overlapped(const std::vector<Range>& ranges) {
  std::vector<std::pair<std::uint64_t, int>> borders;
  for (const auto& range : ranges) {
    borders.emplace_back(range.first, 1);
    borders.emplace_back(range.end, -1);
  }
  std::sort(borders.begin(), borders.end());
  RangeSet overlapped;
  int depth = 0;
  std::uint64_t since = 0;
  for (const auto& [at, step] : borders) {
    if (depth >= 2 && at > since) overlapped.Add(Range{since, at});
    depth += step;
    since = at;
  }
  return overlapped;
}

TxnState StateOf(const TxnFact& txn) {
  if (!txn.outcome) return TxnState::kOpen;
  switch (*txn.outcome) {
    case TxnOutcome::kCommitted:
      return TxnState::kCommitted;
    case TxnOutcome::kAborted:
      return TxnState::kAborted;
    case TxnOutcome::kUnknown:
      break;
  }
  return TxnState::kUnknown;
}

}  // namespace

Transactions::Transactions(const History& history) {
  Load(history);
  if (all_.empty()) return;
  FindSeen(history);
  SortRecords();
}

void Transactions::Load(const History& history) {
  std::map<std::int64_t, std::size_t> index;
  for (auto& row : history.store().Txns()) {
    Transaction txn;
    for (const auto& actor : history.actors()) {
      if (actor.id == row.actor) txn.actor = &actor;
    }
    txn.state = StateOf(row.txn);
    index[row.id] = all_.size();
    txn.row = std::move(row);
    all_.push_back(std::move(txn));
  }
  for (const auto& row : history.store().TxnRecords()) {
    const auto txn = index.find(row.txn);
    if (txn == index.end()) continue;
    all_[txn->second].records[history.IndexOf(row.stream)].Add(
        {row.first_sequence, row.first_sequence + row.count});
  }
  for (std::size_t i = 0; i < all_.size(); ++i) {
    for (const auto& [stream, records] : all_[i].records) {
      for (const auto& range : records.ranges()) streams_[stream].parts.emplace_back(range, i);
    }
  }
  for (auto& [stream, records] : streams_) {
    std::sort(records.parts.begin(), records.parts.end(),
              [](const auto& a, const auto& b) { return a.first.first < b.first.first; });
  }
}

// A record that two living transactions hold is evidence for neither.
void Transactions::FindSeen(const History& history) {
  std::vector<std::size_t> seen;
  for (auto& [stream, records] : streams_) {
    std::vector<Range> living;
    for (const auto& [range, txn] : records.parts) {
      if (all_[txn].state != TxnState::kAborted) living.push_back(range);
    }
    records.shared = Overlapped(living);
    const auto& read = history.streams()[stream].read_committed;
    for (const auto& [range, txn] : records.parts) {
      const auto state = all_[txn].state;
      if (state != TxnState::kOpen && state != TxnState::kUnknown) continue;
      const RangeSet evidence(records.shared.Outside(range));
      if (!read.And(evidence).empty()) seen.push_back(txn);
    }
  }
  for (const auto txn : seen) all_[txn].state = TxnState::kCommitted;
}

void Transactions::SortRecords() {
  for (auto& [stream, records] : streams_) {
    std::map<TxnState, RangeSet> by_state;
    RangeSet not_committed;
    std::vector<Range> every;
    for (const auto& [range, txn] : records.parts) {
      by_state[all_[txn].state].Add(range);
      if (all_[txn].state != TxnState::kCommitted) not_committed.Add(range);
      every.push_back(range);
    }
    records.committed = by_state[TxnState::kCommitted];
    RangeSet taken = records.committed;
    const auto rest_of = [&](TxnState state) {
      auto rest = by_state[state].Minus(taken);
      taken.Add(rest);
      return rest;
    };
    records.open = rest_of(TxnState::kOpen);
    records.unknown = rest_of(TxnState::kUnknown);
    records.aborted = rest_of(TxnState::kAborted);
    records.resent = Overlapped(every).And(not_committed);
  }
}

const TxnRecords* Transactions::Of(std::size_t stream) const {
  const auto found = streams_.find(stream);
  return found == streams_.end() ? nullptr : &found->second;
}

}  // namespace kproof

// Sends of unknown outcome in transactions that count as committed: such a transaction is promised
// completely, so each of them is in the log, missing, or a doubt.
//
// Not thread-safe.
#pragma once

#include <cstddef>
#include <map>
#include <vector>

#include "audit/judge/facts/history.h"
#include "audit/judge/transactions/committed_log.h"

namespace kproof {

class UnknownSends {
 public:
  // `log`: of `history`, which must have loaded all that readers did.
  UnknownSends(const History& history, const CommittedLog& log);

  // The sends of `txn` to one stream that committed readers have not got and can't get.
  struct Absent {
    // Its place is known and a committed pass has gone over that; or an uncommitted pass has gone
    // over the entire log since the transaction ended. Never on a compacted topic.
    RangeSet missing;
    RangeSet doubtful;  // the rest
  };
  Absent Of(const Transaction& txn, std::size_t stream) const;

 private:
  RangeSet Sent(const Transaction& txn, std::size_t stream) const;
  bool InDoubt(const Transaction& txn) const;
  void LoadPlaces();
  void LoadPasses();
  void LoadEnds();

  const History& history_;
  const CommittedLog& log_;
  // Sequences with a known offset that a committed pass has gone over.
  std::map<std::size_t, RangeSet> placed_;
  // When uncommitted passes from offset 0 to the log's end began, by readers with the run's clock.
  std::map<PartitionKey, std::vector<RunMicros>> whole_passes_;
  std::map<std::int64_t, RunMicros> ended_;  // transactions that surely had, by the row's id
};

}  // namespace kproof

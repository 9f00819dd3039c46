// Since when a record is known to be at or above an offset of a partition, and since when one may
// have been: a group that has not committed beyond that offset lags behind it.
//
// Not thread-safe.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "audit/judge/facts/history.h"

namespace kproof {

class Lag {
 public:
  // Of these partitions.
  Lag(const History& history, const std::set<PartitionKey>& partitions);

  // Nothing: no such record is known, or may have been there.
  std::optional<RunMicros> KnownSince(PartitionKey key, std::uint64_t offset) const;
  std::optional<RunMicros> PossibleSince(PartitionKey key, std::uint64_t offset) const;

 private:
  // By time, each with the highest offset until then.
  class Highest {
   public:
    void Add(RunMicros at, std::uint64_t offset) { all_.emplace_back(at, offset); }
    void Sort();
    std::optional<RunMicros> Since(std::uint64_t offset) const;

   private:
    std::vector<std::pair<RunMicros, std::uint64_t>> all_;
  };
  struct Partition {
    bool transactional = false;  // somebody sent to it in transactions
    bool dirty = false;          // a member of a group reads there what is not committed
    RangeSet stands;             // that a final pass returned
    RangeSet told;               // by acks or live reads, and when
    Highest known, possible;
  };

  void LoadAcks(const History& history);
  void LoadReads(const History& history);
  // The highest offset of a row's records that a member may get.
  static std::optional<std::uint64_t> Gettable(const SettledRow& row, const RangeSet& never);
  // The highest of a row's offsets that is in the log, as far as readers looked.
  static std::optional<std::uint64_t> Standing(const Partition& partition, bool looked,
                                               const OffsetRun& offsets);

  std::map<PartitionKey, Partition> partitions_;
  std::set<std::int64_t> untimed_;  // actors
};

}  // namespace kproof

// Whether retention.bytes may have deleted anything from a partition: an upper bound of the size of
// its log.
//
// The bound is (offsets from the log's start to the highest known end, plus sends of unknown
// outcome) × (the largest record that a producer can have written there, with the overhead of a
// record in a batch of its own). A log that stays below retention.bytes is not truncated for its
// size (UnifiedLog, deleteRetentionSizeBreachedSegments). Not thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "audit/judge/facts/history.h"

namespace kproof {

class LogSizes {
 public:
  explicit LogSizes(const History& history);

  // Bytes; nothing if records of unknown size may have been written there.
  std::optional<std::uint64_t> MostOf(PartitionKey key) const;

 private:
  struct Known {
    std::uint64_t end = 0;      // the highest that is known
    std::uint64_t unknown = 0;  // sends that may be in the log
    std::uint64_t largest = 0;  // record, with all that it takes, in hundredths of a byte
    bool bounded = true;        // the largest of each producer is known
  };
  void TakeStreams(const History& history);
  void TakeEnds(const History& history);
  void TakeWriter(Known& known, std::size_t stream) const;

  const History& history_;
  // By stream, in hundredths of a byte; nothing: not known.
  std::vector<std::optional<std::uint64_t>> records_;
  std::map<PartitionKey, Known> known_;
};

}  // namespace kproof

// Whether retention.bytes may have deleted anything of a partition: an upper bound of what its log
// can have held.
//
// The bound is (offsets from the log's start to the highest end that anybody was told, sends of
// unknown outcome added) × (the largest record that anybody could have written there, with what a
// record and a batch of its own take beside key, value and headers). A log that stays below
// retention.bytes is not cut for its size (UnifiedLog, deleteRetentionSizeBreachedSegments). Not
// thread-safe.
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

  // Bytes; nothing where somebody may have written records of whose size nobody knows.
  std::optional<std::uint64_t> MostOf(PartitionKey key) const;

 private:
  struct Known {
    std::uint64_t end = 0;      // the highest that anybody was told
    std::uint64_t unknown = 0;  // sends that may be in the log
    std::uint64_t largest = 0;  // record, with all that it takes, in hundredths of a byte
    bool bounded = true;        // the largest of each producer is known
  };
  void TakeStreams(const History& history);
  void TakeEnds(const History& history);
  void TakeWriter(Known& known, std::size_t stream) const;

  const History& history_;
  // By stream, in hundredths of a byte; nothing: nobody knows.
  std::vector<std::optional<std::uint64_t>> records_;
  std::map<PartitionKey, Known> known_;
};

}  // namespace kproof

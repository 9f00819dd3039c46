// Last stable offsets as committed readers saw them: where they were, and since when they were past
// an offset.
//
// Not thread-safe.
#pragma once

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "audit/judge/facts/history.h"

namespace kproof {

// A committed pass found the last stable offset below the high watermark.
struct Stood {
  PartitionKey key;
  std::uint64_t offset = 0;
  std::optional<RunMicros> asked;  // not earlier; nothing: the reader has no clock
  // Stream and sequence of the record there, by an uncommitted pass; since when it is known to be
  // there, by its ack or a live read.
  std::optional<std::pair<std::size_t, std::uint64_t>> holder;
  std::optional<RunMicros> known;
};

class StableOffsets {
 public:
  explicit StableOffsets(const History& history);

  bool any() const { return any_; }  // some committed reader reported one
  const std::vector<Stood>& stood() const { return stood_; }
  // The lowest offset at which any of these records was acked or read in its partition; nothing:
  // none is known.
  std::optional<std::uint64_t> FirstOf(std::size_t stream, const RangeSet& sequences) const;
  // When a committed reader had first got past the offset (nothing: past all that stands there);
  // nothing: none did.
  std::optional<RunMicros> PastSince(PartitionKey key, std::optional<std::uint64_t> offset) const;

 private:
  struct Partition {
    std::uint64_t end = 0;                                  // above all known offsets
    std::vector<std::pair<RunMicros, std::uint64_t>> past;  // the last stable offset was above this
  };
  // A span's records from `sequence` on at offsets from `offset` on.
  struct Placed {
    std::uint64_t sequence = 0, offset = 0, count = 0;
  };

  void LoadSpans(const History& history);
  void LoadBounds(const History& history);
  void FindHolders(const History& history);

  bool any_ = false;
  std::map<PartitionKey, Partition> partitions_;
  std::map<std::size_t, std::vector<Placed>> placed_;  // of transactional streams
  std::vector<Stood> stood_;
};

}  // namespace kproof

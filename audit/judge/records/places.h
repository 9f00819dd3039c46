// Which record was read at which offset, as ranges in which offsets and sequences rise together.
//
// Not thread-safe.
#pragma once

#include <cstdint>
#include <set>
#include <vector>

#include "audit/judge/facts/history.h"

namespace kproof {

struct PlacePiece {
  Range offsets;
  std::size_t stream = 0;
  std::uint64_t sequence = 0;  // at offsets.first

  // Equal for pieces of one stream that have each sequence at the same offset.
  std::uint64_t line() const { return offsets.first - sequence; }
  Range sequences() const { return {sequence, sequence + offsets.size()}; }
  PlacePiece Part(Range part) const {
    return {part, stream, sequence + part.first - offsets.first};
  }
};

// The pieces of one row, cut to `keep`.
void AppendPlaces(const History& history, const ReadRow& row, const RangeSet& keep,
                  std::vector<PlacePiece>& pieces);
// All of them.
void AppendPlaces(const History& history, const ReadRow& row, std::vector<PlacePiece>& pieces);

// The record at each offset. Where the log was cut between two reads, several may have been read.
class Identities {
 public:
  explicit Identities(std::vector<PlacePiece> pieces);

  struct Answer {
    std::vector<PlacePiece> one;  // where one record was read
    RangeSet several, none;
  };
  Answer At(Range offsets) const;
  bool ambiguous() const { return ambiguous_; }

 private:
  struct Segment {
    PlacePiece piece;
    bool several = false;
  };
  std::vector<Segment> segments_;  // ascending, apart from one another
  bool ambiguous_ = false;
};

// Partitions of which committed final passes exist.
std::set<PartitionKey> CommittedPartitions(const History& history);

// Without a final pass: whether retention, compaction or a requested deletion may have removed
// records of this partition.
bool MayBeGone(const History& history, PartitionKey key);

}  // namespace kproof

// The records of one stream, packed: what the judge holds in memory of a stream that digests did
// not clear.
//
// A chain ascends in sequence and in offset, so it is kept as differences, two to four bytes a
// piece, and can be merged with others by either. Acks of one stream are one chain as a rule, and
// so is what one reader found of it in one partition; each record that was overtaken, or stands
// there twice, may make one more chain and not one more for each such record.
//
// Not thread-safe.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/clock.h"

namespace kproof {

// When consecutive records were acked, as far as their spans tell; -1: none of them was, or it is
// not known.
struct AckTimes {
  RunMicros first = -1;             // the first of them that was acked: then, or later in its span
  RunMicros from = -1, until = -1;  // all of them that were acked: between these

  void Add(const AckTimes& other) {
    if (other.from < 0) return;
    if (first < 0) first = other.first;
    from = from < 0 ? other.from : std::min(from, other.from);
    until = std::max(until, other.until);
  }
};

// Records of one stream that were acked, or stand in the log, side by side in sequence and offset.
struct Piece {
  std::uint64_t sequence = 0;
  std::uint64_t count = 0;
  std::int64_t offset = -1;    // of the first; -1: not known (of none of them)
  std::int32_t partition = 0;  // where it stands; for acked ones the one they were sent to
  RunMicros at = 0;            // first moment of its span; log pieces: 0
  RunMicros until = 0;         // last moment of its span; log pieces: 0
  Duration latency{0};         // the longest of its span; log pieces: 0
  bool committed = false;      // found by a committed reader; only where that makes a difference
  std::int64_t topic = -1;     // id of the topic where it stands; -1: the one it was sent to

  std::uint64_t end() const { return sequence + count; }
  AckTimes Acked() const { return {at, at, until}; }
  // The part with these sequences.
  Piece Cut(std::uint64_t first, std::uint64_t end) const {
    Piece part = *this;
    if (part.offset >= 0) part.offset += static_cast<std::int64_t>(first - sequence);
    part.sequence = first;
    part.count = end - first;
    return part;
  }
};

class Chain {
 public:
  // The pieces of a chain have the same topic, partition and `committed`, and either all or none
  // have offsets.
  explicit Chain(const Piece& first) { Push(first); }

  std::int32_t partition() const { return last_.partition; }
  std::int64_t topic() const { return last_.topic; }
  // Whether `piece` can come next.
  bool Takes(const Piece& piece) const {
    return piece.partition == last_.partition && piece.topic == last_.topic &&
           piece.committed == last_.committed && piece.sequence >= last_.end() &&
           (piece.offset >= 0) == (last_.offset >= 0) &&
           (piece.offset < 0 || piece.offset >= next_offset_);
  }
  std::uint64_t next_sequence() const { return last_.end(); }
  void Push(const Piece& piece);

  // Its pieces, one after another. The chain must not grow meanwhile.
  class Reader {
   public:
    explicit Reader(const Chain& chain);
    // The next piece into `piece`; false when there is none.
    bool Next(Piece& piece);

   private:
    const Chain* chain_;
    std::string_view rest_;
    Piece before_;
    bool done_ = false;
  };

 private:
  void Write();

  bool told() const { return last_.offset >= 0; }

  std::string packed_;  // all but the last piece
  Piece written_;       // the last one in packed_
  Piece last_;          // still growing
  std::int64_t next_offset_ = 0;
};

// Pieces in any order, as chains.
class Chains {
 public:
  void Push(const Piece& piece);
  const std::vector<Chain>& all() const { return chains_; }

 private:
  std::vector<Chain> chains_;
  std::size_t recent_ = 0;
};

}  // namespace kproof

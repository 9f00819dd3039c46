// Walks one stream from its first to its last sequence: what was acked beside what is in the log.
//
// Not thread-safe.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "audit/judge/records/chain.h"
#include "audit/judge/records/missing.h"
#include "audit/judge/records/unclean.h"

namespace kproof {

// Consecutive sequences of one stream to which the same happened.
struct SequenceBlock {
  std::size_t stream = 0;  // index in History::streams()
  std::int64_t topic = 0;
  std::int32_t sent_to = 0;
  std::uint64_t sequence = 0;
  std::uint64_t count = 0;
  bool resent = false;  // in another transaction, because one did not commit
  // Their acked offset is empty because compaction removed the record there.
  bool moved = false;
  bool acked = false;
  Piece ack;  // when acked
  // Where they are in the log: places in the partition that they were sent to come first, then by
  // topic, partition and offset.
  std::vector<Piece> copies;
  std::vector<Missing> missing;  // when acked and nowhere in the log
  // The lowest offset, in the partition sent to, of any higher sequence; kNone where there is none,
  // or where the log has no one order.
  static constexpr auto kNone = std::numeric_limits<std::int64_t>::max();
  std::int64_t lowest_above = kNone;

  AckTimes Acked() const { return acked ? ack.Acked() : AckTimes(); }
  // Whether it is in the partition that it was sent to.
  bool AtHome(const Piece& copy) const { return copy.topic < 0 && copy.partition == sent_to; }
  // Acked, and once in the log, where it was acked.
  bool InPlace() const {
    return acked && copies.size() == 1 && AtHome(copies[0]) &&
           (ack.offset < 0 || ack.offset == copies[0].offset);
  }
};

class Sweep {
 public:
  Sweep(const History& history, const UncleanStream& stream);

  // The next block into block(); false when there is none.
  bool Next();
  const SequenceBlock& block() const { return block_; }
  SequenceBlock& block() { return block_; }

 private:
  struct Lane {
    Chain::Reader reader;
    bool acked;
    Piece piece;  // what is left of the chain's next one
    bool done = false;
  };
  void Add(const Chains& chains, bool acked);
  std::uint64_t CutAtResent(std::uint64_t first, std::uint64_t end);
  void Take(Lane& lane, std::uint64_t end);
  bool IsMoved() const;

  std::vector<Lane> lanes_;
  bool ordered_ = true;
  const RangeSet* resent_ = nullptr;
  const Compaction* compaction_ = nullptr;       // where the topic is compacted
  const PartitionHistory* partition_ = nullptr;  // that it was sent to
  SequenceBlock block_;
};

}  // namespace kproof

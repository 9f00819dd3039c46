// Ascending offsets of consecutive records, packed: nothing but the ends where they are contiguous, else a bitmap or
// varint gaps, whichever is smaller. Two producers that share a partition cost about a quarter byte a record.
//
// Not thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kproof {

class OffsetRun {
 public:
  bool empty() const { return count_ == 0; }
  std::uint64_t count() const { return count_; }
  std::int64_t first() const { return first_; }  // only when not empty
  std::int64_t last() const { return last_; }
  // One record's offset after another: no gap between first and last.
  bool contiguous() const { return count_ == 0 || last_ - first_ + 1 == static_cast<std::int64_t>(count_); }

  // Appends; `offset` must be above last(). O(1), no allocation while contiguous.
  void Push(std::int64_t offset);

  // The offset of the i-th record; O(1) when contiguous, else use Decode.
  std::vector<std::int64_t> Decode() const;

  // What the store keeps beside first, last and count: "" when contiguous, else one kind byte and the packed gaps.
  std::string Pack() const;
  // Throws Error(kCorrupt) when `packed` does not hold `count` ascending offsets from `first` to `last`.
  static OffsetRun Unpack(std::int64_t first, std::int64_t last, std::uint64_t count, std::string_view packed);

  bool operator==(const OffsetRun&) const = default;

 private:
  std::int64_t first_ = 0;
  std::int64_t last_ = 0;
  std::uint64_t count_ = 0;
  std::vector<std::uint32_t> gaps_;  // offset - previous - 1 of records 1…; empty while contiguous
};

}  // namespace kproof

// Ascending offsets of consecutive records, packed: nothing but the ends where they are contiguous,
// else a bitmap or varint runs, whichever is smaller. Two producers that share a partition cost
// about a quarter byte a record.
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
  // Offsets without a gap: first … first + count - 1.
  struct Run {
    std::int64_t first = 0;
    std::uint64_t count = 0;
    bool operator==(const Run&) const = default;
  };

  bool empty() const { return count_ == 0; }
  std::uint64_t count() const { return count_; }
  std::int64_t first() const { return first_; }  // only when not empty
  std::int64_t last() const { return last_; }
  // One record's offset after another: no gap between first and last.
  bool contiguous() const { return closed_.empty(); }

  // Appends; `offset` must be above last(). O(1), no allocation while contiguous.
  void Push(std::int64_t offset) {
    if (count_ != 0 && offset == last_ + 1) {
      last_ = offset;
      ++count_;
    } else {
      PushGap(offset);
    }
  }

  // The offset of each record, one by one.
  std::vector<std::int64_t> Decode() const;
  // The same as runs without gaps, ascending.
  std::vector<Run> Runs() const;

  // What the store keeps beside first, last and count: "" when contiguous, else one kind byte and
  // the packed gaps.
  std::string Pack() const;
  // Throws Error(kCorrupt) when `packed` does not hold `count` ascending offsets from `first` to
  // `last`.
  static OffsetRun Unpack(std::int64_t first, std::int64_t last, std::uint64_t count,
                          std::string_view packed);

  bool operator==(const OffsetRun&) const = default;

 private:
  void PushGap(std::int64_t offset);
  void PushRun(std::int64_t first, std::uint64_t count);

  std::int64_t first_ = 0;
  std::int64_t last_ = 0;
  std::uint64_t count_ = 0;
  std::int64_t open_ = 0;    // where the run that last_ belongs to began
  std::vector<Run> closed_;  // runs before that one
};

}  // namespace kproof

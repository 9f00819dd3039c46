// Ascending offsets of consecutive records, packed: nothing but the ends where they are contiguous,
// else a bitmap or varint runs, whichever is smaller; a bitmap without its empty words in memory.
// Two producers that share a partition cost about a quarter byte a record.
//
// Not thread-safe.
#pragma once

#include <bit>
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
  bool contiguous() const { return word_.bits == 0; }

  // Appends; `offset` must be above last(). O(1), no allocation while contiguous, and one for many
  // records otherwise.
  void Push(std::int64_t offset) {
    if (contiguous() && offset == last_ + 1 && count_ != 0) {
      ++lead_;
    } else if (offset <= last_ || count_ == 0) {
      return Begin(offset);
    } else {
      Mark(static_cast<std::uint64_t>(offset - first_));
    }
    last_ = offset;
    ++count_;
  }

  // Calls take(run) for each run without gaps, ascending.
  template <typename Take>
  void EachRun(const Take& take) const;
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
  // Sixty-four offsets from first_ + 64 * index on, lowest bit first.
  struct Word {
    std::uint64_t index = 0;
    std::uint64_t bits = 0;
    std::uint64_t more = 0;  // full words that follow
    bool operator==(const Word&) const = default;
  };

  void Begin(std::int64_t offset);
  void Mark(std::uint64_t bit) {
    if (bit / 64 != word_.index) Next(bit / 64);
    word_.bits |= std::uint64_t{1} << (bit % 64);
  }
  void Next(std::uint64_t index) {
    if (word_.bits != 0) Close(word_);
    word_ = {index, 0};
  }
  void Close(const Word& word);
  void PushRun(std::int64_t first, std::uint64_t count);
  template <typename Take>
  void EachWord(const Take& take) const;
  std::uint64_t CountRuns() const;
  std::string PackBitmap(std::uint64_t bytes) const;
  std::string PackRuns() const;
  bool UnpackBitmap(std::string_view packed);
  bool UnpackRuns(std::string_view packed, std::int64_t last, std::uint64_t count);

  std::int64_t first_ = 0;
  std::int64_t last_ = 0;
  std::uint64_t count_ = 0;
  std::uint64_t lead_ = 0;    // records of the first run; they are in no word
  std::vector<Word> closed_;  // of the others; words without any are left out
  Word word_;                 // the last one
};

template <typename Take>
void OffsetRun::EachWord(const Take& take) const {
  for (const auto& word : closed_) take(word);
  if (word_.bits != 0) take(word_);
}

template <typename Take>
void OffsetRun::EachRun(const Take& take) const {
  if (count_ == 0) return;
  Run run{first_, lead_};
  EachWord([&](const Word& word) {
    auto at = first_ + static_cast<std::int64_t>(word.index * 64);
    for (auto bits = word.bits; bits != 0;) {
      const auto zeros = std::countr_zero(bits);
      const auto ones = std::countr_one(bits >> zeros);
      at += zeros;
      if (at != run.first + static_cast<std::int64_t>(run.count)) {
        take(run);
        run = {at, 0};
      }
      run.count += static_cast<std::uint64_t>(ones);
      at += ones;
      bits = zeros + ones == 64 ? 0 : bits >> (zeros + ones);
    }
    if (word.more == 0) return;
    at = first_ + static_cast<std::int64_t>(word.index * 64 + 64);
    if (at != run.first + static_cast<std::int64_t>(run.count)) {
      take(run);
      run = {at, 0};
    }
    run.count += word.more * 64;
  });
  take(run);
}

}  // namespace kproof

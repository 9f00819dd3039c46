// How often which value was seen, in buckets whose width is at most 1/16 of the value: log-linear,
// as HdrHistogram lays them out. For latencies in microseconds.
//
// The counters lie side by side from the lowest to the highest bucket in use, so that adding costs
// a shift and an increment. Not thread-safe.
#pragma once

#include <bit>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace kproof {

class Histogram {
 public:
  // Negative values count as 0.
  void Add(std::int64_t value, std::uint64_t times = 1) { CounterOf(BucketOf(value)) += times; }
  void Add(const Histogram& other);
  // What Pack gave. Throws Error(kCorrupt), and may have added some of it then.
  void AddPacked(std::string_view packed);

  bool empty() const { return counters_.empty(); }
  std::uint64_t count() const;
  // The upper end of the bucket that holds the q-quantile (0 < q <= 1); 0 when empty.
  std::int64_t Quantile(double q) const;

  // Varints (bucket step, times); "" when empty. Unpack throws Error(kCorrupt).
  std::string Pack() const;
  static Histogram Unpack(std::string_view packed);

  // The buckets that are not empty.
  std::map<std::uint16_t, std::uint64_t> buckets() const;
  static std::uint16_t BucketOf(std::int64_t value) {
    if (value < kSteps) return static_cast<std::uint16_t>(value < 0 ? 0 : value);
    const auto bits = static_cast<unsigned>(std::bit_width(static_cast<std::uint64_t>(value)));
    const auto octave = bits - kStepBits;                                 // >= 1
    const auto step = static_cast<std::uint64_t>(value) >> (octave - 1);  // kSteps … 2 * kSteps - 1
    return static_cast<std::uint16_t>(octave * kSteps + (step - kSteps));
  }
  static std::int64_t UpperEnd(std::uint16_t bucket);

  bool operator==(const Histogram& other) const { return buckets() == other.buckets(); }

 private:
  static constexpr unsigned kStepBits = 4;  // 16 steps an octave and the values below 16 one by one
  static constexpr int kSteps = 1 << kStepBits;

  std::uint64_t& CounterOf(std::uint16_t bucket) {
    const std::size_t index =
        static_cast<std::size_t>(bucket) - lowest_;  // wraps to a huge index when below
    return index < counters_.size() ? counters_[index] : Widen(bucket);
  }
  std::uint64_t& Widen(std::uint16_t bucket);

  std::uint16_t lowest_ = 0;
  std::vector<std::uint64_t> counters_;  // of buckets lowest_ …
};

}  // namespace kproof

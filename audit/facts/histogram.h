// How often which value was seen, in buckets whose width is at most 1/16 of the value: log-linear, as HdrHistogram lays
// them out. For latencies in microseconds.
//
// Not thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace kproof {

class Histogram {
 public:
  // Negative values count as 0.
  void Add(std::int64_t value, std::uint64_t times = 1) { buckets_[BucketOf(value)] += times; }
  void Add(const Histogram& other);

  std::uint64_t count() const;
  // The upper end of the bucket that holds the q-quantile (0 < q <= 1); 0 when empty.
  std::int64_t Quantile(double q) const;

  // Varints (bucket step, times); "" when empty. Unpack throws Error(kCorrupt).
  std::string Pack() const;
  static Histogram Unpack(std::string_view packed);

  const std::map<std::uint16_t, std::uint64_t>& buckets() const { return buckets_; }
  static std::uint16_t BucketOf(std::int64_t value);
  static std::int64_t UpperEnd(std::uint16_t bucket);

  bool operator==(const Histogram&) const = default;

 private:
  std::map<std::uint16_t, std::uint64_t> buckets_;
};

}  // namespace kproof

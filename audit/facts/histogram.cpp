// Buckets: the values 0 … 15 have one each; above, each octave is cut into 16 steps of equal width.
#include "audit/facts/histogram.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "audit/facts/varint.h"
#include "harness/base/error.h"

namespace kproof {
namespace {

const std::uint16_t kHighestBucket = Histogram::BucketOf(std::numeric_limits<std::int64_t>::max());

}  // namespace

std::uint64_t& Histogram::Widen(std::uint16_t bucket) {
  if (counters_.empty()) {
    lowest_ = bucket;
    counters_.assign(1, 0);
  } else if (bucket < lowest_) {
    counters_.insert(counters_.begin(), lowest_ - bucket, 0);
    lowest_ = bucket;
  } else {
    counters_.resize(static_cast<std::size_t>(bucket - lowest_) + 1, 0);
  }
  return counters_[static_cast<std::size_t>(bucket - lowest_)];
}

void Histogram::Add(const Histogram& other) {
  for (std::size_t i = 0; i < other.counters_.size(); ++i) {
    if (other.counters_[i] != 0)
      CounterOf(static_cast<std::uint16_t>(other.lowest_ + i)) += other.counters_[i];
  }
}

std::uint64_t Histogram::count() const {
  return std::accumulate(counters_.begin(), counters_.end(), std::uint64_t{0});
}

std::int64_t Histogram::Quantile(double q) const {
  if (q >= 1) {  // the highest one: nothing has to be counted
    const auto highest = std::find_if(counters_.rbegin(), counters_.rend(),
                                      [](std::uint64_t times) { return times != 0; });
    const auto index = counters_.rend() - highest - 1;
    return index < 0 ? 0 : UpperEnd(static_cast<std::uint16_t>(lowest_ + index));
  }
  const auto all = count();
  if (all == 0) return 0;
  const auto rank =
      std::clamp<double>(std::ceil(q * static_cast<double>(all)), 1.0, static_cast<double>(all));
  std::uint64_t seen = 0;
  for (std::size_t i = 0; i < counters_.size(); ++i) {
    seen += counters_[i];
    if (static_cast<double>(seen) >= rank) return UpperEnd(static_cast<std::uint16_t>(lowest_ + i));
  }
  return UpperEnd(static_cast<std::uint16_t>(lowest_ + counters_.size() - 1));
}

std::map<std::uint16_t, std::uint64_t> Histogram::buckets() const {
  std::map<std::uint16_t, std::uint64_t> used;
  for (std::size_t i = 0; i < counters_.size(); ++i) {
    if (counters_[i] != 0)
      used.emplace_hint(used.end(), static_cast<std::uint16_t>(lowest_ + i), counters_[i]);
  }
  return used;
}

std::int64_t Histogram::UpperEnd(std::uint16_t bucket) {
  if (bucket < kSteps) return bucket;
  const auto octave = static_cast<unsigned>(bucket) / kSteps;
  const auto step = static_cast<std::uint64_t>(bucket) % kSteps + kSteps;
  return static_cast<std::int64_t>(((step + 1) << (octave - 1)) - 1);
}

std::string Histogram::Pack() const {
  std::string packed;
  std::uint16_t previous = 0;
  for (std::size_t i = 0; i < counters_.size(); ++i) {
    if (counters_[i] == 0) continue;
    const auto bucket = static_cast<std::uint16_t>(lowest_ + i);
    PutVarint(packed, static_cast<std::uint64_t>(bucket - previous));
    PutVarint(packed, counters_[i]);
    previous = bucket;
  }
  return packed;
}

Histogram Histogram::Unpack(std::string_view packed) {
  Histogram histogram;
  histogram.AddPacked(packed);
  return histogram;
}

void Histogram::AddPacked(std::string_view packed) {
  std::uint64_t bucket = 0;
  bool first = true;
  while (!packed.empty()) {
    const auto step = TakeVarint(packed);
    const auto times = TakeVarint(packed);
    if (!step || !times || *times == 0 || (!first && *step == 0) ||
        *step > kHighestBucket - bucket) {
      throw Error(ErrorKind::kCorrupt, "a packed histogram is damaged");
    }
    bucket += *step;
    first = false;
    CounterOf(static_cast<std::uint16_t>(bucket)) += *times;
  }
}

}  // namespace kproof

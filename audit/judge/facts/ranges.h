// Sets of numbers as sorted ranges, so that what the judge does costs by ranges and not by records.
//
// Not thread-safe.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

namespace kproof {

// An offset as such a number: -1, Kafka's word for none, and all below it count as 0.
constexpr std::uint64_t Natural(std::int64_t offset) {
  return offset < 0 ? 0 : static_cast<std::uint64_t>(offset);
}

struct Range {
  std::uint64_t first = 0;
  std::uint64_t end = 0;  // one past the last
  bool operator==(const Range&) const = default;
  std::uint64_t size() const { return end - first; }
};

class RangeSet {
 public:
  RangeSet() = default;
  explicit RangeSet(std::vector<Range> ranges);  // in any order, may overlap

  // Fast where ranges come in ascending order; in any order otherwise.
  void Add(Range range);
  void Add(const RangeSet& other);

  bool empty() const { return ranges().empty(); }
  std::uint64_t size() const;
  bool Contains(std::uint64_t number) const;
  RangeSet And(const RangeSet& other) const;
  RangeSet Minus(const RangeSet& other) const;
  // The parts of `range` that are in the set.
  std::vector<Range> Inside(Range range) const;
  // The parts of `range` that are not.
  std::vector<Range> Outside(Range range) const;
  // The same without a vector: take(part) for each, ascending.
  template <typename Take>
  void EachInside(Range range, const Take& take) const;
  template <typename Take>
  void EachOutside(Range range, const Take& take) const;
  // Ascending, apart from one another.
  const std::vector<Range>& ranges() const&;
  const std::vector<Range>& ranges() && = delete;  // would dangle

 private:
  mutable std::vector<Range> ranges_;
  mutable bool sorted_ = true;
};

template <typename Take>
void RangeSet::EachInside(Range range, const Take& take) const {
  const auto& all = ranges();
  auto at =
      std::upper_bound(all.begin(), all.end(), range.first,
                       [](std::uint64_t number, const Range& other) { return number < other.end; });
  for (; at != all.end() && at->first < range.end; ++at)
    take(Range{std::max(at->first, range.first), std::min(at->end, range.end)});
}

template <typename Take>
void RangeSet::EachOutside(Range range, const Take& take) const {
  auto from = range.first;
  EachInside(range, [&](Range inside) {
    if (from < inside.first) take(Range{from, inside.first});
    from = inside.end;
  });
  if (from < range.end) take(Range{from, range.end});
}

}  // namespace kproof

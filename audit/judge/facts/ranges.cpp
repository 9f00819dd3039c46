#include "audit/judge/facts/ranges.h"

#include <algorithm>

namespace kproof {

RangeSet::RangeSet(std::vector<Range> ranges) : ranges_(std::move(ranges)), sorted_(false) {}

void RangeSet::Add(Range range) {
  if (range.first >= range.end) return;
  if (sorted_ && !ranges_.empty()) {
    auto& last = ranges_.back();
    if (range.first >= last.first && range.first <= last.end) {
      last.end = std::max(last.end, range.end);
      return;
    }
    sorted_ = range.first > last.end;
  }
  ranges_.push_back(range);
}

void RangeSet::Add(const RangeSet& other) {
  for (const auto& range : other.ranges()) Add(range);
}

const std::vector<Range>& RangeSet::ranges() const& {
  if (sorted_) return ranges_;
  std::sort(ranges_.begin(), ranges_.end(),
            [](const Range& a, const Range& b) { return a.first < b.first; });
  std::vector<Range> merged;
  for (const auto& range : ranges_) {
    if (range.first >= range.end) continue;
    if (!merged.empty() && range.first <= merged.back().end) {
      merged.back().end = std::max(merged.back().end, range.end);
    } else {
      merged.push_back(range);
    }
  }
  ranges_ = std::move(merged);
  sorted_ = true;
  return ranges_;
}

std::uint64_t RangeSet::size() const {
  std::uint64_t sum = 0;
  for (const auto& range : ranges()) sum += range.size();
  return sum;
}

bool RangeSet::Contains(std::uint64_t number) const {
  return !Inside({number, number + 1}).empty();
}

std::vector<Range> RangeSet::Inside(Range range) const {
  std::vector<Range> parts;
  EachInside(range, [&](Range part) { parts.push_back(part); });
  return parts;
}

std::vector<Range> RangeSet::Outside(Range range) const {
  std::vector<Range> parts;
  EachOutside(range, [&](Range part) { parts.push_back(part); });
  return parts;
}

RangeSet RangeSet::And(const RangeSet& other) const {
  RangeSet both;
  for (const auto& range : ranges()) {
    for (const auto& part : other.Inside(range)) both.Add(part);
  }
  return both;
}

RangeSet RangeSet::Minus(const RangeSet& other) const {
  RangeSet rest;
  for (const auto& range : ranges()) {
    for (const auto& part : other.Outside(range)) rest.Add(part);
  }
  return rest;
}

}  // namespace kproof

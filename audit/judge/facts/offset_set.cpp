#include "audit/judge/facts/offset_set.h"

#include <roaring/roaring.h>

#include <algorithm>
#include <new>

namespace kproof {
namespace {

constexpr std::uint64_t kWidth = std::uint64_t{1} << 32;  // of one bitmap

// Calls take(upper 32 bits, first, end) for the part of each bitmap that `range` touches.
template <typename Take>
void EachPart(Range range, const Take& take) {
  while (range.first < range.end) {
    const auto base = range.first / kWidth * kWidth;
    const auto end = std::min(range.end - base, kWidth);
    take(static_cast<std::uint32_t>(base >> 32), range.first - base, end);
    range.first = base + end;
  }
}

}  // namespace

void OffsetSet::Free::operator()(roaring_bitmap_s* bitmap) const { roaring_bitmap_free(bitmap); }

void OffsetSet::Add(Range range) {
  EachPart(range, [&](std::uint32_t upper, std::uint64_t first, std::uint64_t end) {
    auto& bitmap = bitmaps_[upper];
    if (!bitmap) bitmap.reset(roaring_bitmap_create());
    if (!bitmap) throw std::bad_alloc();
    if (first + 1 == end) {
      roaring_bitmap_add(bitmap.get(), static_cast<std::uint32_t>(first));
    } else {
      roaring_bitmap_add_range(bitmap.get(), first, end);
    }
  });
}

std::uint64_t OffsetSet::size() const {
  std::uint64_t sum = 0;
  for (const auto& [upper, bitmap] : bitmaps_) sum += roaring_bitmap_get_cardinality(bitmap.get());
  return sum;
}

bool OffsetSet::Contains(std::uint64_t offset) const { return Overlaps({offset, offset + 1}); }

bool OffsetSet::Overlaps(Range range) const {
  bool overlaps = false;
  EachPart(range, [&](std::uint32_t upper, std::uint64_t first, std::uint64_t end) {
    const auto found = bitmaps_.find(upper);
    if (overlaps || found == bitmaps_.end()) return;
    const auto* bitmap = found->second.get();
    overlaps = first + 1 == end ? roaring_bitmap_contains(bitmap, static_cast<std::uint32_t>(first))
                                : roaring_bitmap_range_cardinality(bitmap, first, end) > 0;
  });
  return overlaps;
}

std::uint64_t OffsetSet::CountBelow(std::uint64_t offset) const {
  std::uint64_t sum = 0;
  for (const auto& [upper, bitmap] : bitmaps_) {
    const auto base = std::uint64_t{upper} << 32;
    if (base >= offset) break;
    sum += roaring_bitmap_range_cardinality(bitmap.get(), 0, std::min(offset - base, kWidth));
  }
  return sum;
}

OffsetSet OffsetSet::And(const OffsetSet& other) const {
  OffsetSet both;
  for (const auto& [upper, bitmap] : bitmaps_) {
    const auto found = other.bitmaps_.find(upper);
    if (found == other.bitmaps_.end()) continue;
    auto& part = both.bitmaps_[upper];
    part.reset(roaring_bitmap_and(bitmap.get(), found->second.get()));
    if (!part) throw std::bad_alloc();
  }
  return both;
}

}  // namespace kproof

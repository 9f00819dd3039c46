// Sets of offsets of one partition, small whatever their pattern: CRoaring's bitmaps. Each second
// one of ten million offsets takes 1.3 MB, where ranges of 16 bytes would take 80.
//
// Not thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <memory>

#include "audit/judge/facts/ranges.h"

struct roaring_bitmap_s;

namespace kproof {

class OffsetSet {
 public:
  void Add(Range range);
  std::uint64_t size() const;
  bool Contains(std::uint64_t offset) const;
  bool Overlaps(Range range) const;
  // How many are below `offset`.
  std::uint64_t CountBelow(std::uint64_t offset) const;
  OffsetSet And(const OffsetSet& other) const;

 private:
  struct Free {
    void operator()(roaring_bitmap_s* bitmap) const;
  };
  using Bitmap = std::unique_ptr<roaring_bitmap_s, Free>;

  std::map<std::uint32_t, Bitmap> bitmaps_;  // by the upper 32 bits: CRoaring 0.2 knows the lower
};

}  // namespace kproof

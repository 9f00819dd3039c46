// Takes rows of reads apart again into the spans that they were made from (read_parts.h), in the
// order in which these were written. Private to the store's reading side.
//
// Not thread-safe. Everything throws Error(kCorrupt).
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "audit/store/read_parts.h"
#include "audit/store/rows.h"

namespace kproof {

class ReadUnpacker {
 public:
  using TakeRow = std::function<void(const ReadRow&)>;
  ReadUnpacker(const TakeRow& take, PartTimes times) : take_(take), times_(times) {}

  // The row with number `number`, whose column `parts` holds `parts`; "": it is one span.
  void Take(std::int64_t number, const ReadRow& row, std::string_view parts);
  // Call it behind the last row of a range.
  void Flush();

 private:
  // A row and what is left of it.
  struct Pack {
    ReadRow row;
    std::vector<ReadPart> parts;
    std::vector<OffsetRun::Run> runs;  // of its offsets
    std::size_t part = 0, run = 0;     // the next ones
    std::uint64_t used = 0;            // records of that run
    Digest left;                       // of all that are left
  };
  static bool Alone(const Pack& pack);
  void Load(const ReadRow& row, std::string_view parts, Pack& pack) const;
  void TakeNext(Pack& pack);
  OffsetRun NextOffsets(Pack& pack, std::uint64_t count);

  const TakeRow& take_;
  PartTimes times_;
  Pack alone_;               // its memory is used again
  std::vector<Pack> packs_;  // that were written together, as far as their turns mix
  std::int64_t last_number_ = 0;
  std::string packed_offsets_;
};

}  // namespace kproof

// Spans of reads that share a row: what stands in its column `parts`, so that a reader who misses
// each second record does not cost a row for each that it finds.
//
// The row holds the sum of its spans; `parts` says where one ends and the next begins, in which
// turn they were written among those of the rows beside it, and when each was read. What repeats is
// kept once: each second record lost takes a few bytes a second. A span comes back exactly as it
// was, but for its latencies, which only the row has.
//
// Thread-safe: pure functions. Unpacking throws Error(kCorrupt).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "audit/facts/facts.h"

namespace kproof {

struct ReadPart {
  std::uint64_t sequence = 0, count = 0;  // records sequence … sequence + count - 1
  std::uint64_t turn = 0;  // which of the spans that were packed together it was, from 0
  RunMicros from = 0, to = 0;

  bool operator==(const ReadPart&) const = default;
};

// Whether a span, which has an offset for each record, can be made again from its sequences,
// offsets and times: few records, its digest and pulse as they follow from these.
bool CanBePart(const ReadSpan& span);

Pulse PulseOf(const ReadPart& part);

// Of one row, ascending in sequence and in turn; not empty.
std::string PackParts(const std::vector<ReadPart>& parts);

enum class PartTimes { kLeftOut, kTold };
// Of a row that begins with `first_sequence` and holds `count` records, into `parts`.
void UnpackParts(std::string_view packed, std::uint64_t first_sequence, std::uint64_t count,
                 PartTimes times, std::vector<ReadPart>& parts);

}  // namespace kproof

// What two sides have in common, and what differs between them besides their results: cells that
// only one side has, and circumstances that may be the cause of a difference.
//
// Thread-safe: pure functions.
#pragma once

#include <string>
#include <vector>

#include "harness/compare/side.h"

namespace kproof {

struct CommonCell {
  CellPlace at;
  const ComparedCell* a = nullptr;
  const ComparedCell* b = nullptr;
};

struct SideDifference {
  std::string what;       // "kafka", "producer acks", "seeds"
  std::string a, b;       // "" where that side has none
  std::size_t cells = 0;  // in which of the common cells
};

struct CommonCells {
  std::vector<CommonCell> cells;
  // Cells that the other side lacks, or has no trial of: "acks=1 (excluded: …)".
  std::vector<std::string> only_a, only_b;
  std::vector<SideDifference> differences;
};

// An axis that has one value on each side tells no cells apart: it is a difference, and cells match
// without it. The axis `scenario` always has to match. Keeps pointers into both sides.
CommonCells FindCommonCells(const ComparedSide& a, const ComparedSide& b);

}  // namespace kproof

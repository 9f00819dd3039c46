// The parts of the common cells that a measure is looked at in: all of them, those that share a
// value of an axis, and each by itself.
//
// Thread-safe: pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "harness/compare/comparison.h"

namespace kproof {

struct ComparedPart {
  std::string where;
  PartLevel level = PartLevel::kAll;
  std::string axis;                // of kAxis
  std::vector<std::size_t> cells;  // indexes of the common cells
};

// All first, then axes in alphabetical order, then cells. A part with the same cells as one before
// it is left out.
std::vector<ComparedPart> PartsOf(const std::vector<CommonCell>& cells);

// Whether all cells of `part` are among those of `of`.
bool IsWithin(const ComparedPart& part, const ComparedPart& of);

}  // namespace kproof

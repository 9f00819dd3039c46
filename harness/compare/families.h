// Which rows are tested together, so that a comparison of equal sides raises any alarm in at most
// one of twenty cases, however many cells it has.
//
// Four fifths of that chance go to the pooled rows (Holm over the measures), one fifth to the
// values of axes of measures that the pool did not name. Where the pool named a measure, the values
// of each axis are a family of their own (Holm within the factor). Cells are tested where something
// above them was named, and nowhere else: a few trials in one of many cells can say nothing alone.
//
// Thread-safe: a pure function.
#pragma once

#include <vector>

#include "harness/compare/parts.h"

namespace kproof {

// A row and the part that it is about.
struct TestedRow {
  CompareRow* row = nullptr;
  const ComparedPart* part = nullptr;
};

// Sets `p_adjusted` of the rows of all measures.
void AdjustFamilies(const std::vector<TestedRow>& rows);

// The level at which the first of `measures` pooled rows is tested.
double PooledLevel(std::size_t measures, bool has_parts);

}  // namespace kproof

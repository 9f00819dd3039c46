// The view model of the page of a comparison: what comparison.mustache names.
//
// Thread-safe: pure functions.
#pragma once

#include "harness/compare/comparison.h"
#include "reports/frame/frame.h"

namespace kproof {

// The header and the first screen: what a reader asks first, in one place.
void AddComparisonHead(const Comparison& comparison, PageData& data);
// Tables of rows, each a section: what changed, what is unclear, what is the same, every row.
void AddComparisonTables(const Comparison& comparison, PageData& data);
// The two sides, what else differs, cells with their seeds, what could not be seen.
void AddComparisonSides(const Comparison& comparison, PageData& data);

// How far the intervals of a page reach, so that all of them have one scale.
struct IntervalScale {
  double most_ratio = 2;  // from 1 / this to this; of events always from -100 to 100 points
};
IntervalScale ScaleOf(const Comparison& comparison);
// Numbers of the small picture of one row.
PageData IntervalPicture(const CompareRow& row, const IntervalScale& scale, double margin);

}  // namespace kproof

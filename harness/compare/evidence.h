// What each side of a comparison rests on: its trials in the common cells, and under which versions
// they ran.
//
// Thread-safe: pure functions.
#pragma once

#include <string>
#include <vector>

#include "harness/compare/comparison.h"

namespace kproof {

// Of the side that `of` is a cell of.
ComparedSummary SummaryOf(const ComparedSide& side, const std::vector<CommonCell>& cells,
                          const ComparedCell* CommonCell::*of);

CellEvidence EvidenceOf(const CommonCell& cell);

// "acks=1: 1 of 2 trials of A, 0 of 2 of B": cells with trials that were judged with a doubt, or
// not at all.
std::vector<std::string> CellsWithoutEvidence(const std::vector<CommonCell>& cells);

}  // namespace kproof

// The figures of a comparison's rows in words, as the terminal and Markdown show them.
//
// Thread-safe: pure functions.
#pragma once

#include <string>
#include <vector>

#include "harness/compare/comparison.h"

namespace kproof {

// "2.87 s", "12,480 records/s", "33 %"; "–" where there is none.
std::string FigureText(const CompareRow& row, const std::optional<double>& value);
// "x1.21 (1.08 to 1.35)"; of events "+33 points (5 to 61)".
std::string ChangeText(const CompareRow& row);
// "0.0004", or "< 0.0001".
std::string ChanceOf(double p);
// The chance of the row; with "; of all rows 0.012" where the row was tested.
std::string ChanceText(const CompareRow& row);
// "7 trials a side and cell would show 10 %"; "" where that is not known.
std::string NeededText(const CompareRow& row, const CompareOptions& options);
// "no-loss broken in acks=all (1 of 2 trials of B, first seed 7)".
std::string BrokenText(const BrokenPromise& broken);
// "kafka: 4.3.1 | 4.2.0 (all cells)".
std::string DifferenceText(const SideDifference& difference, std::size_t cells);
// "results/a (campaign acks-min-isr): 12 trials in 6 common cells, 11 of them conclusive".
std::string SummaryText(const ComparedSummary& side);

// Rows with this verdict, in their order. Of axes and cells only what changed: what no test looked
// at has no verdict that says anything.
std::vector<const CompareRow*> RowsThatAre(Change verdict, const Comparison& comparison);

}  // namespace kproof

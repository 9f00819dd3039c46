// One row of a comparison: the figures of one measure in one part, without a verdict yet.
//
// Thread-safe: pure functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "harness/compare/measure.h"
#include "harness/compare/parts.h"
#include "harness/compare/trials_needed.h"

namespace kproof {

// Conclusive trials alone; a cell without a value of both sides is left out.
Strata StrataOf(const std::vector<CommonCell>& cells, const ComparedPart& part,
                const std::string& measure);
EventStrata EventsOf(const std::vector<CommonCell>& cells, const ComparedPart& part,
                     const std::string& event);

// Nothing where no cell of the part has evidence of both sides.
std::optional<CompareRow> RowOf(const std::vector<CommonCell>& cells, const ComparedPart& part,
                                const MeasureRow& measure);
std::optional<CompareRow> RowOfEvent(const std::vector<CommonCell>& cells, const ComparedPart& part,
                                     const std::string& event);

// By its interval and its adjusted p: see docs/compare.md.
Change VerdictOf(const CompareRow& row, double margin);

}  // namespace kproof

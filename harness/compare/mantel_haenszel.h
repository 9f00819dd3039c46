// The exact test of Cochran, Mantel and Haenszel: whether trials of one side show an event more
// often than the other's, over all cells at once; with shares and a ratio that compare like with
// like.
//
// Given how many trials of each cell showed it, the test counts in how many ways they could have
// fallen to the two sides. With one cell it is Fisher's test. Thread-safe: pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace kproof {

// Of one cell: trials that could have shown the event, and those that did.
struct EventCounts {
  std::uint32_t trials_a = 0, shown_a = 0, trials_b = 0, shown_b = 0;
};
using EventStrata = std::vector<EventCounts>;

// Two-sided: the chance of an outcome that is no more likely than what was seen, if the sides do
// not differ. 1 where no cell has both sides.
double MantelHaenszelP(const EventStrata& strata);

struct ShareEstimate {
  double a = 0, b = 0;          // shares of trials; cells weigh the same for both sides
  std::optional<double> ratio;  // b / a, 1 for two zeros; nothing: only B showed it
  double low = 0, high = 0;     // of the difference b - a
};

// Nothing where no cell has both sides. `confidence`: of the interval; each side's is that of
// Clopper and Pearson (with the number of trials that the weights leave), put together by
// Newcombe's rule.
std::optional<ShareEstimate> SharesOf(const EventStrata& strata, double confidence);

}  // namespace kproof

// How many times larger B's values are than A's: the estimate of Hodges and Lehmann that belongs to
// van Elteren's test, with the interval of all ratios that this test would not refuse.
//
// The estimate is the (weighted) median of all ratios of a value of B to a value of A in the same
// cell. Thread-safe: a pure function.
#pragma once

#include <optional>

#include "harness/compare/rank_sum.h"

namespace kproof {

struct RatioEstimate {
  std::optional<double> ratio;      // nothing: without an end, as where A's values are 0
  std::optional<double> low, high;  // nothing: the trials set no bound on that side
};

// Nothing where no cell has both sides. Values are 0 or more; two zeros have the ratio 1.
// `confidence`: of the interval, at least; 0.95.
std::optional<RatioEstimate> RatioOf(const Strata& strata, double confidence);

}  // namespace kproof

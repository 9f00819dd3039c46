// Van Elteren's test: whether one side's times are larger than the other's, over all cells at once.
// Within each cell it is the rank test of Wilcoxon, Mann and Whitney.
//
// Only ranks within cells count, so cells may differ as they like, and a single wild value moves
// nothing. Thread-safe: pure functions.
#pragma once

#include "harness/compare/rank_sum.h"

namespace kproof {

// Two-sided: the chance of a rank sum at least so far from its mean if the sides do not differ. 1
// where no cell has both sides.
double VanElterenP(const Strata& strata);

// Whether B's values rank higher than by chance; a ratio of 1 does not say that where many are
// equal.
bool RanksHigher(const Strata& strata);

}  // namespace kproof

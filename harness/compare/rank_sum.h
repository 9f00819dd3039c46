// The statistic of van Elteren's test, and how it is distributed when the sides do not differ.
//
// In each cell (stratum) it counts the pairs of a trial of A and a trial of B in which B's value is
// the larger one, twice, and once for equal values; cells are added up with weights in the ratio
// 1 / (trials in the cell + 1), which van Elteren showed to be best where the shift is the same in
// all cells. E. Lehmann, Nonparametrics (1975), section 3.3.
//
// Exact while that costs little, which includes all small campaigns; by the normal distribution
// beyond. Thread-safe: pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "harness/compare/exact_sum.h"

namespace kproof {

// The values of one cell. Only cells with values of both sides say anything.
struct Stratum {
  std::vector<double> a, b;
};
using Strata = std::vector<Stratum>;

// Without the cells that lack a side.
Strata OfBothSides(const Strata& strata);

// Whole numbers in the ratio 1 / (trials + 1), one a cell.
std::vector<std::int64_t> StratumWeights(const Strata& strata);

std::int64_t RankSum(const Strata& strata, const std::vector<std::int64_t>& weights);

// Equal values change the distribution: as they are, or as if there were none.
enum class Ties { kAsTheyAre, kNone };

class RankSumNull {
 public:
  RankSumNull(const Strata& strata, const std::vector<std::int64_t>& weights, Ties ties);

  std::int64_t middle() const { return middle_; }  // the mean, exactly
  // The chance that the statistic is at most, or at least, so far from the middle.
  double AtMost(std::int64_t value) const;
  double AtLeast(std::int64_t value) const;
  bool exact() const { return exact_.has_value(); }

 private:
  std::int64_t middle_ = 0;
  double deviation_ = 0;
  std::optional<ExactSum> exact_;
};

}  // namespace kproof

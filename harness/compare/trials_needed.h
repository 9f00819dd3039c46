// How many trials a side and cell it takes to see a difference, before they are run.
//
// By the normal approximation of the pooled test, and never fewer than with which the exact test
// can reach the level at all. Thread-safe: pure functions.
#pragma once

#include <cstdint>
#include <optional>

#include "harness/compare/mantel_haenszel.h"
#include "harness/compare/rank_sum.h"

namespace kproof {

struct TrialsQuestion {
  double difference = 0.1;  // 0.1: B is 10 % larger; of shares 10 points
  std::size_t cells = 1;    // that are pooled
  double level = 0.05;      // two-sided, of this one test
  double power = 0.8;       // the chance to see it
};

// What a plan is not made for: more than any campaign has.
inline constexpr std::uint64_t kMostTrials = 1'000'000;

// The standard deviation of the logarithm of values within a cell and side, over all of them.
// Nothing where no cell has two trials of a side, or a value is 0.
std::optional<double> SpreadOf(const Strata& strata);

// For times and rates. `spread` as SpreadOf gives it; kMostTrials at most.
std::uint64_t TrialsNeeded(double spread, const TrialsQuestion& question);
// For shares of trials that show an event; `share`: of both sides.
std::uint64_t TrialsNeededForShares(double share, const TrialsQuestion& question);

}  // namespace kproof

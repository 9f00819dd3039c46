// The ratio with its interval, and how many trials it takes: against figures made in Python by
// trying every ratio (the exact test at each of them, in fractions).
#include <gtest/gtest.h>

#include <cmath>

#include "harness/base/random.h"
#include "harness/compare/ratio.h"
#include "harness/compare/trials_needed.h"
#include "harness/compare/van_elteren.h"
#include "tests/unit/compare/synthetic.h"

namespace kproof {
namespace {

TEST(Ratio, IsThatOfHodgesAndLehmann) {
  const auto estimate =
      RatioOf({{{1.0, 1.1, 1.3}, {1.2, 1.45, 1.6}}, {{2.0, 2.3}, {2.6, 2.2, 2.9}}}, 0.95);
  ASSERT_TRUE(estimate);
  EXPECT_NEAR(estimate->ratio.value(), 1.2307692307692308, 1e-12);
  EXPECT_NEAR(estimate->low.value(), 0.9565217391304349, 1e-12);
  EXPECT_NEAR(estimate->high.value(), 1.45, 1e-12);
}

TEST(Ratio, PoolsCellsOfTwoTrials) {
  const auto estimate = RatioOf(Strata(6, {{10, 11}, {12, 13.5}}), 0.95);
  EXPECT_NEAR(estimate->ratio.value(), 1.2135597524338357, 1e-12) << "between two ratios";
  EXPECT_NEAR(estimate->low.value(), 12.0 / 11, 1e-12);
  EXPECT_NEAR(estimate->high.value(), 1.35, 1e-12);
  const auto one =
      RatioOf({{{1.00, 1.07, 1.13, 0.98, 1.21}, {1.32, 1.19, 1.40, 1.11, 1.28}}}, 0.95);
  EXPECT_NEAR(one->ratio.value(), 1.1681415929203542, 1e-12);
  EXPECT_NEAR(one->low.value(), 0.9834710743801652, 1e-12);
  EXPECT_NEAR(one->high.value(), 1.3469387755102042, 1e-12);
}

TEST(Ratio, HasNoBoundsWhereTrialsAreTooFew) {
  const auto estimate = RatioOf({{{1, 2}, {1.5, 2.5}}}, 0.95);
  EXPECT_NEAR(estimate->ratio.value(), 1.3693063937629153, 1e-12);
  EXPECT_FALSE(estimate->low);
  EXPECT_FALSE(estimate->high);
  EXPECT_FALSE(RatioOf({{{1, 2}, {}}}, 0.95));
}

TEST(Ratio, KnowsZero) {
  const auto none = RatioOf(Strata(6, {{0, 0}, {0, 0}}), 0.95);
  EXPECT_EQ(none->ratio, 1);
  EXPECT_EQ(none->low, 1);
  EXPECT_EQ(none->high, 1);
  const auto rose = RatioOf(Strata(6, {{0, 0}, {3, 4}}), 0.95);
  EXPECT_FALSE(rose->ratio);
  EXPECT_FALSE(rose->high);
  const auto fell = RatioOf(Strata(6, {{3, 4}, {0, 0}}), 0.95);
  EXPECT_EQ(fell->ratio, 0);
  EXPECT_EQ(fell->high, 0);
}

// The interval is that of the test: it has 1 in it just where the test does not refuse at 5 %.
TEST(Ratio, AgreesWithTheTest) {
  Random random(3);
  for (int round = 0; round < 300; ++round) {
    Strata strata(3);
    for (auto& stratum : strata) {
      for (int trial = 0; trial < 3; ++trial) stratum.a.push_back(Noisy(random, 1, 0.1));
      for (int trial = 0; trial < 4; ++trial) stratum.b.push_back(Noisy(random, 1.1, 0.1));
    }
    const auto estimate = RatioOf(strata, 0.95);
    const bool has_1 = estimate->low.value_or(0) <= 1 && estimate->high.value_or(9) >= 1;
    // The test adds both tails, which are equal here; at the very ends either is right.
    const double p = VanElterenP(strata);
    if (p > 0.0505 || p < 0.0495) {
      EXPECT_EQ(has_1, p > 0.05) << p;
    }
  }
}

TEST(Spread, IsWithinCellsAndSides) {
  // Logarithms 0.1 around the mean of each pair: the deviation of a pair is 0.1 · √2.
  const double up = std::exp(0.1), down = std::exp(-0.1);
  const auto spread = SpreadOf({{{up, down}, {5 * up, 5 * down}}, {{70 * up, 70 * down}, {1}}});
  EXPECT_NEAR(spread.value(), 0.1 * std::sqrt(2), 1e-12);
  EXPECT_FALSE(SpreadOf({{{1}, {2}}})) << "one trial a side has no spread";
  EXPECT_FALSE(SpreadOf({{{1, 0}, {2, 2}}}));
}

TEST(TrialsNeeded, FollowsFromSpreadAndDifference) {
  // By hand: z(0.975) + z(0.8) = 1.959964 + 0.841621; n = 2 · 0.2² · 2.801585² / (0.955 · ln(1.2)²)
  // = 19.78.
  EXPECT_EQ(TrialsNeeded(0.2, {.difference = 0.2}), 20u);
  EXPECT_EQ(TrialsNeeded(0.2, {.difference = 0.2, .cells = 6}), 4u);
  EXPECT_EQ(TrialsNeeded(1e9, {.difference = 0.1}), kMostTrials);
  // n = 2 · 0.5 · 0.5 · 2.801585² / 0.1² = 392.4.
  EXPECT_EQ(TrialsNeededForShares(0.5, {.difference = 0.1}), 393u);
  EXPECT_EQ(TrialsNeededForShares(0, {.difference = 0.1}),
            TrialsNeededForShares(0.05, {.difference = 0.1}));
}

// Without any noise it still takes as many as the exact test needs to reach the level: the smallest
// two-sided p of 4 trials a side is 0.0286.
TEST(TrialsNeeded, IsNeverBelowWhatTheTestCanReach) {
  EXPECT_EQ(TrialsNeeded(0, {.difference = 0.2}), 4u);
  EXPECT_EQ(TrialsNeeded(0, {.difference = 0.2, .cells = 6}), 1u);
  EXPECT_EQ(TrialsNeeded(0, {.difference = 0.2, .cells = 1, .level = 0.0004}), 8u);
}

// The promise of the number: with so many trials the difference is seen in about four of five
// cases.
TEST(TrialsNeeded, IsEnoughAndNotFarTooMany) {
  const TrialsQuestion question{.difference = 0.2, .cells = 6, .level = 0.01};
  const double spread = 0.25;
  const auto needed = TrialsNeeded(spread, question);
  EXPECT_GT(needed, 2u);
  Random random(11);
  const auto seen = [&](std::uint64_t trials) {
    int rounds = 0;
    for (int round = 0; round < 300; ++round) {
      Strata strata(question.cells);
      for (auto& stratum : strata) {
        for (std::uint64_t trial = 0; trial < trials; ++trial) {
          stratum.a.push_back(Noisy(random, 1, spread));
          stratum.b.push_back(Noisy(random, 1.2, spread));
        }
      }
      if (VanElterenP(strata) <= question.level) ++rounds;
    }
    return rounds / 300.0;
  };
  EXPECT_GT(seen(needed), 0.72);
  EXPECT_LT(seen(needed / 2), 0.72);
}

}  // namespace
}  // namespace kproof

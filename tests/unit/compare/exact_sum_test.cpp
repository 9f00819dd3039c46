// Sums of whole numbers by chance, against what can be counted on fingers.
#include "harness/compare/exact_sum.h"

#include <gtest/gtest.h>

namespace kproof {
namespace {

const std::vector<SumOutcome> kDie = {{1, 1.0 / 6}, {2, 1.0 / 6}, {3, 1.0 / 6},
                                      {4, 1.0 / 6}, {5, 1.0 / 6}, {6, 1.0 / 6}};

TEST(ExactSum, OfTwoDiceIsWhatEverybodyKnows) {
  ExactSum sum;
  sum.Add(kDie);
  sum.Add(kDie);
  EXPECT_EQ(sum.lowest(), 2);
  EXPECT_EQ(sum.highest(), 12);
  EXPECT_NEAR(sum.Of(7), 6.0 / 36, 1e-15);
  EXPECT_NEAR(sum.AtMost(4), 6.0 / 36, 1e-15);
  EXPECT_NEAR(sum.AtLeast(11), 3.0 / 36, 1e-15);
  EXPECT_EQ(sum.Of(1), 0);
  EXPECT_EQ(sum.AtMost(1), 0);
  EXPECT_NEAR(sum.AtMost(99), 1, 1e-15);
}

TEST(ExactSum, KeepsSmallChancesRight) {
  ExactSum sum;
  for (int dice = 0; dice < 20; ++dice) sum.Add({{-3, 0.999}, {8, 0.001}});
  EXPECT_EQ(sum.lowest(), -60);
  EXPECT_NEAR(sum.AtLeast(160) / 1e-60, 1, 1e-12);
}

TEST(ExactSum, OfNothingIsZero) {
  const ExactSum sum;
  EXPECT_EQ(sum.Of(0), 1);
  EXPECT_EQ(sum.AtLeast(0), 1);
  EXPECT_EQ(sum.AtMost(-1), 0);
}

}  // namespace
}  // namespace kproof

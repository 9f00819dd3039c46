// The pooled tests and Holm's correction against figures from elsewhere: enumeration of all ways in
// which the trials could have fallen to the sides, in exact fractions in Python, and scipy 1.17
// where it has the same test.
#include <gtest/gtest.h>

#include <cmath>

#include "harness/base/random.h"
#include "harness/compare/holm.h"
#include "harness/compare/mantel_haenszel.h"
#include "harness/compare/van_elteren.h"

namespace kproof {
namespace {

Strata Repeated(const Stratum& stratum, std::size_t times) { return Strata(times, stratum); }

TEST(VanElteren, IsMannAndWhitneyInOneCell) {
  // scipy.stats.mannwhitneyu(b, a, method='exact')
  EXPECT_NEAR(VanElterenP({{{1.1, 2.2, 3.3, 4.4, 7.5}, {5.5, 6.6, 8.8, 2.5}}}), 0.2857142857142857,
              1e-14);
}

TEST(VanElteren, PoolsCellsThatSayNothingAlone) {
  // 2 · (1/6)^6: each of six cells has its most extreme order.
  EXPECT_NEAR(VanElterenP(Repeated({{1, 2}, {3, 4}}, 6)), 4.286694101508916e-05, 1e-17);
  EXPECT_NEAR(VanElterenP({{{1, 2}, {3, 4}}}), 1.0 / 3, 1e-15);
}

TEST(VanElteren, WeighsCellsOfUnequalSize) {
  EXPECT_NEAR(VanElterenP({{{1, 5, 3}, {2, 7}},
                           {{10, 12}, {11, 14, 15}},
                           {{4}, {9}},
                           {{8, 8.5, 9}, {8.2, 9.1, 9.5, 7.9}}}),
              0.17485714285714285, 1e-14);
}

TEST(VanElteren, CountsEqualValuesAsTheyAre) {
  EXPECT_NEAR(VanElterenP({{{1, 2, 2}, {2, 3, 3}}, {{5, 5}, {5, 6}}, {{1, 2}, {1, 2}}}),
              0.20833333333333334, 1e-14);
  EXPECT_NEAR(VanElterenP({{{1, 1, 1}, {1, 2}}, {{3, 3}, {3, 3, 4}}}), 0.48, 1e-14)
      << "the distribution is not symmetric";
  EXPECT_EQ(VanElterenP(Repeated({{7, 7}, {7, 7}}, 9)), 1);
}

TEST(VanElteren, LeavesOutCellsOfOneSide) {
  EXPECT_NEAR(VanElterenP({{{1, 2}, {3, 4}}, {{}, {9, 9}}, {{1}, {}}}), 1.0 / 3, 1e-15);
  EXPECT_EQ(VanElterenP({{{}, {9, 9}}}), 1);
  EXPECT_EQ(VanElterenP({}), 1);
}

TEST(VanElteren, DoesNotMindWhichSideIsWhich) {
  const Strata forth = {{{1, 5, 3}, {2, 7}}, {{1, 1, 1}, {1, 2}}, {{4}, {9}}};
  Strata back;
  for (const auto& [a, b] : forth) back.push_back({b, a});
  EXPECT_NEAR(VanElterenP(forth), VanElterenP(back), 1e-14);
}

// Where the exact distribution would cost too much, the normal one takes its place: here both are
// near enough to each other, on either side of that limit.
TEST(VanElteren, OfManyTrialsIsNearlyNormal) {
  const auto sides = [](std::size_t trials) {
    Random random(7);
    Stratum stratum;
    for (std::size_t at = 0; at < trials; ++at) {
      stratum.a.push_back(static_cast<double>(random.Below(1'000'000)));
      stratum.b.push_back(static_cast<double>(random.Below(1'000'000)) + 60'000);
    }
    return stratum;
  };
  const auto exact_and_not = [&](std::size_t trials) {
    const Strata one = {sides(trials)};
    const RankSumNull null(one, {1}, Ties::kAsTheyAre);
    const double n = 2 * static_cast<double>(trials);
    const double deviation = std::sqrt(n * n / 4 * (n + 1) / 3);
    const double z = static_cast<double>(RankSum(one, {1}) - null.middle()) / deviation;
    EXPECT_NEAR(VanElterenP(one), std::erfc(std::abs(z) / std::sqrt(2)), 0.01);
    return null.exact();
  };
  EXPECT_TRUE(exact_and_not(40));
  EXPECT_FALSE(exact_and_not(200));
}

TEST(MantelHaenszel, IsFisherInOneCell) {
  // scipy.stats.fisher_exact([[7, 5], [1, 9]])
  EXPECT_NEAR(MantelHaenszelP({{10, 1, 12, 7}}), 0.030959752321981428, 1e-13);
}

TEST(MantelHaenszel, PoolsCells) {
  EXPECT_NEAR(MantelHaenszelP(EventStrata(6, {2, 0, 2, 2})), 4.286694101508916e-05, 1e-17);
  EXPECT_NEAR(MantelHaenszelP({{5, 1, 4, 3}, {3, 0, 6, 2}, {2, 2, 2, 1}, {7, 0, 7, 4}}),
              0.030247530247530248, 1e-13);
  EXPECT_NEAR(MantelHaenszelP({{8, 0, 2, 1}, {9, 1, 3, 2}}), 0.02909090909090909, 1e-13);
}

TEST(MantelHaenszel, SaysNothingWhereNothingDiffers) {
  EXPECT_NEAR(MantelHaenszelP({{5, 0, 5, 0}}), 1, 1e-15);
  EXPECT_NEAR(MantelHaenszelP({{5, 5, 5, 5}, {0, 0, 9, 9}}), 1, 1e-15);
  EXPECT_EQ(MantelHaenszelP({}), 1);
}

TEST(Shares, HaveNewcombesIntervalOfTheirDifference) {
  // Clopper and Pearson's bounds by scipy.stats.beta.ppf: of 0/12 0 and 0.26465, of 4/12 0.09925
  // and 0.65112; put together by hand.
  const auto shares = SharesOf({{12, 0, 12, 4}}, 0.95);
  ASSERT_TRUE(shares);
  EXPECT_EQ(shares->a, 0);
  EXPECT_NEAR(shares->b, 4.0 / 12, 1e-15);
  EXPECT_FALSE(shares->ratio);
  EXPECT_NEAR(shares->low, -0.01998755383213785, 1e-9);
  EXPECT_NEAR(shares->high, 0.6511244935811844, 1e-9);
  const auto none = SharesOf({{40, 0, 40, 0}}, 0.95);
  EXPECT_NEAR(none->low, -0.08809730287880237, 1e-9);
  EXPECT_NEAR(none->high, 0.08809730287880237, 1e-9);
  EXPECT_EQ(none->ratio, 1);
}

TEST(Shares, OfEqualCellsAreThoseOfAllTrials) {
  const auto one = SharesOf({{12, 3, 12, 4}}, 0.95);
  const auto six = SharesOf(
      {{2, 0, 2, 1}, {2, 1, 2, 1}, {2, 0, 2, 0}, {2, 2, 2, 1}, {2, 0, 2, 1}, {2, 0, 2, 0}}, 0.95);
  EXPECT_NEAR(one->low, six->low, 1e-12);
  EXPECT_NEAR(one->high, six->high, 1e-12);
}

// Simpson's paradox: B has more trials where the event is frequent.
TEST(Shares, CompareLikeWithLike) {
  const auto shares = SharesOf({{10, 9, 2, 2}, {2, 0, 10, 0}}, 0.95);
  EXPECT_NEAR(shares->ratio.value(), 1 / 0.9, 1e-12) << "within the cells, and not 0.22";
  // Weights 10 · 2 / 12 and 2 · 2 / 4: (5/3 · 1 + 1 · 0) / (8/3).
  EXPECT_NEAR(SharesOf({{10, 5, 2, 2}, {2, 1, 2, 0}}, 0.95)->b, 0.625, 1e-12);
}

TEST(Holm, StepsDown) {
  const auto adjusted = HolmAdjusted({0.01, 0.04, 0.03, 0.005});
  // R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")
  const std::vector<double> expected = {0.03, 0.06, 0.06, 0.02};
  ASSERT_EQ(adjusted.size(), expected.size());
  for (std::size_t at = 0; at < expected.size(); ++at)
    EXPECT_NEAR(adjusted[at], expected[at], 1e-15) << at;
  EXPECT_EQ(HolmAdjusted({0.9, 0.8}), (std::vector<double>{1, 1}));
  EXPECT_TRUE(HolmAdjusted({}).empty());
}

}  // namespace
}  // namespace kproof

// What a comparison says of made-up sides: that equal sides raise no alarm, that a slower side is
// named with two trials a cell, and which verdict each row gets.
#include "harness/compare/comparison.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/compare/compare_rows.h"
#include "harness/compare/families.h"
#include "tests/unit/compare/synthetic.h"

namespace kproof {
namespace {

using testing::HasSubstr;

// As families.h says: any alarm over all rows, in at most 5 % of comparisons of equal sides.
int AlarmsIn(int rounds, const std::function<Comparison()>& compare) {
  int alarms = 0;
  for (int round = 0; round < rounds; ++round) {
    const auto verdict = compare().verdict;
    if (verdict == Change::kWorse || verdict == Change::kBetter) ++alarms;
  }
  return alarms;
}

// Trials of a side drawn again from all trials of a pool, cell by cell.
ComparedSide Redrawn(Random& random, const ComparedSide& pool, std::size_t trials) {
  ComparedSide side{"redrawn", "campaign", "pool", {}};
  for (const auto& cell : pool.cells) {
    ComparedCell drawn;
    drawn.at = cell.at;
    for (std::size_t at = 0; at < trials; ++at)
      drawn.trials.push_back(cell.trials[random.Below(cell.trials.size())]);
    side.cells.push_back(std::move(drawn));
  }
  return side;
}

// Two sides of which the first is drawn first, on every compiler.
Comparison Drawn(Random& random, std::size_t trials, double spread, double slower_a,
                 double slower_b, const CompareOptions& options = {}) {
  const auto a = SyntheticSide(random, trials, spread, slower_a);
  const auto b = SyntheticSide(random, trials, spread, slower_b);
  return Compare(a, b, options);
}

void MakeOdd(Random& random, ComparedSide& side) {
  for (auto& cell : side.cells) {
    for (auto& trial : cell.trials) {
      if (random.Below(3) > 0) continue;
      trial.verdict = Verdict::kUnprotected;
      trial.found["lost"] = 1 + random.Below(500);
    }
  }
}

TEST(Compare, RaisesNoAlarmBetweenEqualSides) {
  Random random(1);
  auto pool = SyntheticSide(random, 8, 0.3);
  MakeOdd(random, pool);
  for (const std::size_t trials : {2, 5}) {
    EXPECT_LE(AlarmsIn(200,
                       [&] {
                         const auto a = Redrawn(random, pool, trials);
                         return Compare(a, Redrawn(random, pool, trials), {});
                       }),
              10)
        << trials;
  }
}

// Values that scatter far, and events in most trials: where an approximation would err most.
TEST(Compare, RaisesNoAlarmBetweenEqualSidesOfFreshTrials) {
  Random random(2);
  EXPECT_LE(AlarmsIn(200,
                     [&] {
                       auto a = SyntheticSide(random, 2, 1.5);
                       auto b = SyntheticSide(random, 3, 1.5);
                       MakeOdd(random, a);
                       MakeOdd(random, b);
                       return Compare(a, b, {});
                     }),
            10);
}

// Six cells, two trials a cell and side, and times that scatter by 8 % within a cell.
TEST(Compare, NamesASideThatIs20PercentSlower) {
  constexpr int kRounds = 100;
  int named = 0, all_named = 0;
  Random random(3);
  for (int round = 0; round < kRounds; ++round) {
    const auto comparison = Drawn(random, 2, 0.08, 1, 1.2);
    const auto worse =
        std::count_if(comparison.rows.begin(), comparison.rows.end(), [](const CompareRow& row) {
          return row.level == PartLevel::kAll && row.verdict == Change::kWorse;
        });
    if (ExitCodeOf(comparison) == 3 && worse > 0) ++named;
    if (worse == static_cast<std::ptrdiff_t>(MeasureTable().size())) ++all_named;
  }
  EXPECT_EQ(named, kRounds);
  EXPECT_GE(all_named, 90) << "each measure by itself";
}

TEST(Compare, SaysWhatIsWorseAndByHowMuch) {
  Random random(4);
  const auto comparison = Drawn(random, 2, 0.05, 1, 1.3);
  const auto* gap = FindRow(comparison, "longest_ack_gap");
  ASSERT_NE(gap, nullptr);
  EXPECT_EQ(gap->verdict, Change::kWorse);
  EXPECT_NEAR(gap->ratio.value(), 1.3, 0.1);
  EXPECT_LT(gap->low.value(), 1.3);
  EXPECT_GT(gap->high.value(), 1.3);
  EXPECT_EQ(gap->trials_a, 12u);
  EXPECT_EQ(ChangeOf(comparison, "throughput"), Change::kWorse) << "lower is worse";
  EXPECT_LT(FindRow(comparison, "throughput")->ratio.value(), 1);
  EXPECT_EQ(comparison.verdict, Change::kWorse);
  EXPECT_THAT(comparison.reason, HasSubstr("higher (over 6 cells)"));
  const auto back = Drawn(random, 2, 0.05, 1.3, 1);
  EXPECT_EQ(ChangeOf(back, "longest_ack_gap"), Change::kBetter);
  EXPECT_EQ(ChangeOf(back, "throughput"), Change::kBetter);
  EXPECT_EQ(ExitCodeOf(back), 0);
}

// The pool would hardly see it; the axis does, and its cells are looked at then.
TEST(Compare, FindsTheValueOfAnAxisThatMoved) {
  Random random(5);
  const auto slow_cuts = [](const CellPlace& at) { return at.at("fault") == "cut" ? 1.5 : 1.0; };
  const auto a = SyntheticSide(random, 8, 0.05);
  const auto comparison = Compare(a, SyntheticSide(random, 8, 0.05, slow_cuts), {});
  EXPECT_EQ(ChangeOf(comparison, "ack_p99", "fault=cut"), Change::kWorse);
  EXPECT_NE(ChangeOf(comparison, "ack_p99", "fault=kill"), Change::kWorse);
  EXPECT_NE(ChangeOf(comparison, "ack_p99", "fault=pause"), Change::kWorse);
  EXPECT_EQ(ChangeOf(comparison, "ack_p99", "acks=1, fault=cut"), Change::kWorse);
  EXPECT_NE(ChangeOf(comparison, "ack_p99", "acks=1, fault=kill"), Change::kWorse);
}

TEST(Compare, LooksAtNoCellWhereNothingAboveItWasNamed) {
  Random random(6);
  const auto comparison = Drawn(random, 2, 0.3, 1, 1);
  const auto* cell = FindRow(comparison, "ack_p99", "acks=1, fault=cut");
  ASSERT_NE(cell, nullptr);
  EXPECT_FALSE(cell->p_adjusted);
  EXPECT_EQ(cell->verdict, Change::kUnclear);
}

TEST(Compare, CallsTheSameOnlyWhatItsIntervalShows) {
  Random random(7);
  const auto close = Drawn(random, 10, 0.05, 1, 1);
  EXPECT_EQ(ChangeOf(close, "ack_p99"), Change::kSame);
  EXPECT_EQ(close.verdict, Change::kSame);
  EXPECT_THAT(close.reason, HasSubstr("10 %"));
  const auto far = Drawn(random, 2, 0.5, 1, 1);
  EXPECT_EQ(ChangeOf(far, "ack_p99"), Change::kUnclear);
  EXPECT_EQ(far.verdict, Change::kUnclear);
  EXPECT_EQ(ExitCodeOf(far), 0);
  const auto* row = FindRow(far, "ack_p99");
  ASSERT_TRUE(row->trials_needed);
  EXPECT_GT(*row->trials_needed, 50u);
  const auto coarser = Drawn(random, 2, 0.5, 1, 1, {.margin = 0.1, .difference = 0.5});
  EXPECT_LT(*FindRow(coarser, "ack_p99")->trials_needed, *row->trials_needed);
}

// 3 % slower for certain is still no difference of 10 %.
TEST(Compare, CallsASmallCertainDifferenceTheSame) {
  Random random(8);
  const auto a = SyntheticSide(random, 8, 0.01), b = SyntheticSide(random, 8, 0.01, 1.03);
  const auto comparison = Compare(a, b, {});
  EXPECT_LT(FindRow(comparison, "ack_p99")->p, 1e-6);
  EXPECT_EQ(ChangeOf(comparison, "ack_p99"), Change::kSame);
  EXPECT_EQ(ChangeOf(Compare(a, b, {.margin = 0.02}), "ack_p99"), Change::kWorse);
}

TEST(Compare, CallsTheSameTrialsTheSameHoweverFewTheyAre) {
  Random random(9);
  auto side = SyntheticSide(random, 1, 0.5);
  side.cells.resize(1);
  const auto comparison = Compare(side, side, {});
  EXPECT_EQ(comparison.verdict, Change::kSame);
  for (const auto& row : comparison.rows) EXPECT_EQ(row.verdict, Change::kSame) << row.measure;
  const auto other = Compare(side, SyntheticSide(random, 1, 0.5), {});
  EXPECT_EQ(other.verdict, Change::kUnclear);
}

TEST(Compare, CountsEventsByTrials) {
  Random random(10);
  const auto a = SyntheticSide(random, 2, 0.1);
  auto b = SyntheticSide(random, 2, 0.1);
  for (auto& cell : b.cells)
    for (auto& trial : cell.trials) {
      trial.verdict = Verdict::kUnprotected;
      trial.found["lost"] = 100;
    }
  const auto comparison = Compare(a, b, {});
  const auto* lost = FindRow(comparison, "lost");
  ASSERT_NE(lost, nullptr);
  EXPECT_EQ(lost->verdict, Change::kWorse);
  EXPECT_EQ(lost->a, 0);
  EXPECT_EQ(lost->b, 1);
  EXPECT_FALSE(lost->ratio);
  EXPECT_EQ(ChangeOf(comparison, "unprotected"), Change::kWorse);
  EXPECT_THAT(comparison.not_seen, testing::Contains("duplicated"));
  EXPECT_THAT(comparison.not_seen, testing::Not(testing::Contains("lost")));
  EXPECT_EQ(FindRow(comparison, "duplicated"), nullptr);
  EXPECT_EQ(ChangeOf(Compare(b, a, {}), "lost"), Change::kBetter);
}

// A proven rise of losses is worse, however small: the margin is for times.
TEST(Compare, HasNoMarginForEventsThatRoseForCertain) {
  CompareRow row;
  row.measure = "lost";
  row.a = 0.00;
  row.b = 0.02;
  row.low = 0.01;
  row.high = 0.03;
  row.rose = true;
  row.p_adjusted = 0.001;
  EXPECT_EQ(VerdictOf(row, 0.1), Change::kWorse);
  row.p_adjusted = 0.4;
  EXPECT_EQ(VerdictOf(row, 0.1), Change::kSame);
}

// Most values are equal, so the median of all ratios is 1; the others all rose.
TEST(Compare, KnowsTheDirectionByRanks) {
  ComparedSide a{"a", "campaign", "a", {}}, b = a;
  for (int at = 0; at < 20; ++at) {
    ComparedCell cell;
    cell.at = {{"n", std::to_string(at)}};
    cell.trials.resize(4);
    for (auto& trial : cell.trials) {
      trial.verdict = Verdict::kPass;
      trial.measures["ack_p50"] = 5;
    }
    a.cells.push_back(cell);
    cell.trials[0].measures["ack_p50"] = 50;
    b.cells.push_back(cell);
  }
  const auto comparison = Compare(a, b, {});
  const auto* row = FindRow(comparison, "ack_p50");
  EXPECT_EQ(row->ratio, 1);
  EXPECT_LT(row->p, 0.001);
  EXPECT_TRUE(row->rose);
}

TEST(Compare, TakesNoTimesOfTrialsInDoubt) {
  Random random(11);
  auto a = SyntheticSide(random, 3, 0.1);
  auto b = SyntheticSide(random, 3, 0.1);
  for (auto& cell : b.cells) {
    cell.trials[0] = SyntheticTrial(random, 1000, 0.1);
    cell.trials[0].verdict = Verdict::kInconclusive;
  }
  a.cells[0].trials[0].found["lost"] = 1;
  b.cells[0].trials[0].found["lost"] = 1;
  const auto comparison = Compare(a, b, {});
  EXPECT_EQ(FindRow(comparison, "ack_p99")->trials_b, 12u);
  EXPECT_NE(ChangeOf(comparison, "ack_p99"), Change::kWorse);
  EXPECT_EQ(FindRow(comparison, "inconclusive")->trials_b, 18u);
  EXPECT_EQ(FindRow(comparison, "lost")->trials_b, 13u) << "a loss in doubt is one, no loss none";
  EXPECT_EQ(comparison.not_judged.size(), 6u);
  EXPECT_THAT(comparison.not_judged[0], HasSubstr("0 of 3 trials of A, 1 of 3 of B"));
}

TEST(Compare, IsNothingWithoutEvidenceOfBothSides) {
  Random random(12);
  const auto a = SyntheticSide(random, 2, 0.1);
  auto b = SyntheticSide(random, 2, 0.1);
  for (auto& cell : b.cells)
    for (auto& trial : cell.trials) trial.verdict = Verdict::kNotRun;
  EXPECT_EQ(ExitCodeOf(Compare(a, b, {})), 2);
  b.cells.clear();
  const auto none = Compare(a, b, {});
  EXPECT_EQ(ExitCodeOf(none), 2);
  EXPECT_THAT(none.reason, HasSubstr("no cell in common"));
  EXPECT_EQ(none.only_a.size(), 6u);
}

}  // namespace
}  // namespace kproof

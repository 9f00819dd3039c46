// Worst of several, and what the table says of them.
#include "reports/summary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/loss_bound.h"
#include "tests/unit/reports/sample.h"

namespace kproof {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(WorstExitCode, FollowsTheOrderOfTheContract) {
  const std::vector<int> worst_first = {1, 6, 5, 70, 64, 4, 2, 3, 0};
  for (std::size_t worse = 0; worse < worst_first.size(); ++worse) {
    for (std::size_t better = worse; better < worst_first.size(); ++better) {
      EXPECT_EQ(WorstExitCode({worst_first[better], worst_first[worse]}), worst_first[worse]);
      EXPECT_EQ(WorstExitCode({worst_first[worse], worst_first[better]}), worst_first[worse]);
    }
  }
}

TEST(WorstExitCode, AnInterruptionNeverMasksAProvenLossAndIsNeverMaskedByADoubt) {
  EXPECT_EQ(WorstExitCode({130, 1, 0}), 1);
  EXPECT_EQ(WorstExitCode({0, 2, 143}), 143);
  EXPECT_EQ(WorstExitCode({70, 129, 4}), 129);
}

TEST(WorstExitCode, ACodeThatNobodyNamedIsNoPass) {
  EXPECT_EQ(WorstExitCode({0, 99, 2}), 99);
  EXPECT_EQ(WorstExitCode({}), 0);
}

std::string Table(const std::vector<Result>& results, const SummaryLook& look = {}) {
  return SummaryTable({.results = results}, look);
}

Result Trial(std::uint64_t seed, Verdict verdict = Verdict::kPass) {
  Result result = CleanRun();
  result.seed = seed;
  result.verdict = verdict;
  return result;
}

TEST(SummaryTable, CountsClaimsAndControlsApart) {
  Result control = LossyRun();
  control.role = "control";
  control.verdict = Verdict::kPass;
  Result broken = CleanRun();
  broken.scenario = "leader-pause";
  broken.seed = 123456;
  broken.verdict = Verdict::kViolation;
  broken.reason = std::string(70, 'x');
  EXPECT_EQ(
      SummaryTable({.results = std::vector{CleanRun(), broken, control}, .exit_code = 1},
                   {.short_rows = true}),
      R"(PASS          leader-kill        seed 7       claim      21.4 s  84190 acked records, none lost, duplicated or reordered
VIOLATION     leader-pause       seed 123456  claim      21.4 s  xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…
PASS          leader-kill-acks1  seed 7       control    21.4 s  1505 acked records are lost, and acks=1 allows it
1 of 2 claims passed (1 violation); 1 of 1 control showed its anomaly; exit code 1
)");
}

TEST(SummaryTable, CutsReasonsOnATerminalAlone) {
  Result broken = CleanRun();
  broken.reason = std::string(70, 'x');
  EXPECT_NE(Table({broken}).find(std::string(70, 'x')), std::string::npos);
  EXPECT_EQ(Table({broken}, {.short_rows = true}).find(std::string(61, 'x')), std::string::npos);
}

TEST(SummaryTable, SaysOfSeveralTrialsWhichPassedAndWhatTheyBound) {
  std::vector<Result> trials;
  for (std::uint64_t seed = 7; seed <= 16; ++seed) trials.push_back(Trial(seed));
  EXPECT_THAT(Table(trials),
              HasSubstr("\nleader-kill: seeds 7 to 16, 10 of 10 passed; nothing was lost in 10 "
                        "conclusive trials with something at stake: with 95 % confidence a record "
                        "is lost in fewer than 25.9 % of such trials\n"));
}

TEST(SummaryTable, OnlyConclusiveTrialsWithSomethingAtStakeBoundALoss) {
  std::vector<Result> trials = {Trial(7), Trial(9), Trial(10), Trial(12, Verdict::kInconclusive),
                                Trial(13, Verdict::kInterrupted)};
  trials[1].at_stake = 0;
  trials[2].doubts = {"a control that was in doubt, as it had to be"};
  EXPECT_THAT(Table(trials),
              HasSubstr("\nleader-kill: seeds 7, 9, 10, 12, 13, 3 of 5 passed (seed 12: "
                        "inconclusive, seed 13: interrupted); nothing was lost in 1 conclusive "
                        "trial with something at stake: with 95 % confidence a record is lost in "
                        "fewer than 95 % of such trials\n"));
  for (Result& trial : trials) trial.at_stake = 0;
  EXPECT_THAT(Table(trials), HasSubstr("; no conclusive trial with anything at stake\n"));
}

// A doubt takes nothing back that was seen.
TEST(SummaryTable, EveryTrialThatLostCountsAlsoOneInDoubt) {
  std::vector<Result> trials = {Trial(7), Trial(8, Verdict::kViolation), Trial(9)};
  trials[1].counts["lost"] = 3;
  trials[1].doubts = {"the final pass was cut"};
  trials[2].doubts = {"a fault did not bite"};
  EXPECT_THAT(Table(trials),
              HasSubstr("; records were lost in 1 of 2 conclusive trials: with 95 % confidence a "
                        "record is lost in fewer than 97.5 % of such trials\n"));
  trials.erase(trials.begin());
  trials[1].counts["lost"] = 3;
  EXPECT_THAT(Table(trials), HasSubstr("; records were lost in 2 of 2 conclusive trials\n"));
}

TEST(SummaryTable, AHistoryThatWasCutIsNoTrial) {
  std::vector<Result> trials = {Trial(7), Trial(8, Verdict::kInconclusive)};
  trials[1].counts["lost"] = 3;
  trials[1].cut = "the last line is torn";
  EXPECT_THAT(Table(trials), HasSubstr("; nothing was lost in 1 conclusive trial with something"));
  trials[0].cut = "the 'end' is missing";
  EXPECT_THAT(Table(trials), HasSubstr("; no conclusive trial with anything at stake\n"));
}

// Runs that lie in one folder may be of other settings, versions and days.
TEST(SummaryTable, RunsThatWereNotRunAtOnceAreNotAddedUp) {
  const std::vector<Result> runs = {Trial(7), Trial(8)};
  EXPECT_THAT(SummaryTable({.results = runs, .of_trials = false}, {}),
              Not(HasSubstr("conclusive")));
}

TEST(SummaryTable, NothingIsAtStakeInTrialsWithoutAFault) {
  std::vector<Result> trials = {Trial(7), Trial(8)};
  for (Result& trial : trials) trial.faults.clear();
  EXPECT_THAT(Table(trials), HasSubstr("; nothing was lost in 2 conclusive trials without a fault: "
                                       "with 95 % confidence a record is lost in fewer than "
                                       "77.6 % of such trials\n"));
}

TEST(SummaryTable, SingleRunsHaveNoLineOfTrials) {
  Result other = Trial(8);
  other.scenario = "leader-pause";
  EXPECT_THAT(Table({Trial(7), other}), Not(HasSubstr("conclusive")));
}

TEST(SummaryTable, NamesTheRunsThatNeverBegan) {
  const std::vector<Result> results = {Trial(7, Verdict::kInterrupted)};
  Summary summary{.results = results, .never_begun = {{"leader-kill", 8}}, .exit_code = 130};
  EXPECT_THAT(SummaryTable(summary, {}),
              HasSubstr("\n1 run was never begun: leader-kill (seed 8)\n"
                        "0 of 1 claim passed (1 interrupted); exit code 130\n"));
  for (std::uint64_t seed = 9; seed < 17; ++seed) summary.never_begun.push_back({"steady", seed});
  EXPECT_THAT(SummaryTable(summary, {}),
              HasSubstr("\n9 runs were never begun: leader-kill (seed 8), steady (seed 9), "
                        "steady (seed 10), steady (seed 11), steady (seed 12), steady (seed "
                        "13), and 3 more\n"));
  summary.results = {};
  EXPECT_THAT(SummaryTable(summary, {}), HasSubstr("nothing was run; exit code 130\n"));
}

TEST(SummaryTable, SaysWhatCouldNotRunAndWhy) {
  Result cut = Trial(7, Verdict::kNotRun), loss = Trial(7, Verdict::kNotRun);
  cut.scenario = "cut";
  cut.reason = "fault 'cut' needs the private sandbox; run it as root";
  loss.scenario = "loss";
  loss.reason = "fault 'loss' needs the private sandbox; run it as root";
  const std::vector<Result> results = {Trial(7), cut, loss};
  const auto table = SummaryTable({.results = results, .allowed_not_run = 2}, {});
  EXPECT_THAT(table, HasSubstr("2 of 3 could not run here: needs the private sandbox; run it as "
                               "root\n1 of 3 claims passed (2 not-run); exit code 0, not counting "
                               "2 runs that could not take place (--allow-not-run)\n"));
}

TEST(SummaryTable, SaysNothingOfNothing) { EXPECT_EQ(Table({}), ""); }

TEST(LossUpperBound, IsTheExactBinomialBound) {
  EXPECT_DOUBLE_EQ(LossUpperBound(0, 0), 1);
  EXPECT_NEAR(LossUpperBound(1, 0), 0.95, 1e-12);
  EXPECT_NEAR(LossUpperBound(59, 0), 0.0495, 0.0001);
  EXPECT_NEAR(LossUpperBound(10, 1), 0.3942, 0.0001);  // as in tables of Clopper and Pearson
  EXPECT_DOUBLE_EQ(LossUpperBound(3, 3), 1);
}

}  // namespace
}  // namespace kproof

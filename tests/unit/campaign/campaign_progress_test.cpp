// What is left of a campaign, and what it amounts to so far.
#include "harness/campaign/campaign_progress.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/base/error.h"
#include "tests/unit/campaign/scenario_called.h"

namespace kproof {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

CampaignPlan ThreeTrials() {
  return PlanCampaign({ScenarioCalled("a")}, {.seed = 5, .repeat = 3, .tags = {}});
}

TrialRecord Record(std::size_t trial, int exit_code) {
  return {.trial = trial,
          .scenario = "a",
          .seed = 5 + trial,
          .folder = "results/x",
          .exit_code = exit_code,
          .left_out = false,
          .disturbed = false,
          .unwritten = ""};
}

CampaignProgress Progress(std::vector<TrialRecord> records) {
  CampaignProgress progress{
      .records = std::move(records), .results = {}, .broken_off = std::nullopt};
  progress.results.resize(progress.records.size());
  return progress;
}

std::vector<std::size_t> IndicesLeft(const CampaignProgress& progress) {
  std::vector<std::size_t> indices;
  for (const Trial& trial : Remaining(ThreeTrials(), progress)) indices.push_back(trial.index);
  return indices;
}

int ExitCodeOf(const CampaignProgress& progress) {
  return SummaryOf(ThreeTrials(), progress).exit_code;
}

TEST(CampaignProgress, LeavesTheTrialsThatHaveNoRecord) {
  EXPECT_THAT(IndicesLeft({}), ElementsAre(0, 1, 2));
  EXPECT_THAT(IndicesLeft(Progress({Record(1, 0)})), ElementsAre(0, 2));
  EXPECT_THAT(IndicesLeft(Progress({Record(2, 0), Record(0, 1), Record(1, 0)})), IsEmpty());
}

TEST(CampaignProgress, OfAnotherCampaignIsRefused) {
  TrialRecord other_seed = Record(1, 0);
  other_seed.seed = 99;
  TrialRecord other_scenario = Record(1, 0);
  other_scenario.scenario = "b";
  for (const auto& record : {other_seed, other_scenario, Record(3, 0)})
    EXPECT_THROW(IndicesLeft(Progress({record})), Error) << ToLine(record);
}

TEST(CampaignProgress, ThatWasWrittenDownIsTheSameWhenItIsReadBack) {
  const std::vector<TrialRecord> before = {Record(0, 0), Record(2, 1)};
  std::vector<TrialRecord> after;
  for (const auto& record : before) after.push_back(ParseTrialRecord(ToLine(record)));
  EXPECT_EQ(after, before);
  EXPECT_THAT(IndicesLeft(Progress(after)), ElementsAre(1));
  EXPECT_EQ(ExitCodeOf(Progress(after)), ExitCodeOf(Progress(before)));
}

TEST(CampaignProgress, CountsTheWorstExitCode) {
  EXPECT_EQ(ExitCodeOf(Progress({Record(0, 0), Record(1, 0), Record(2, 0)})), 0);
  EXPECT_EQ(ExitCodeOf(Progress({Record(0, 0), Record(1, 2), Record(2, 0)})), 2);
  EXPECT_EQ(ExitCodeOf(Progress({Record(0, 4), Record(1, 1), Record(2, 130)})), 1);
}

TEST(CampaignProgress, CountsAnExitCodeThatWasLeftOutNowhereButInItsOwnPlace) {
  auto progress = Progress({Record(0, 0), Record(1, 4), Record(2, 0)});
  progress.records[1].left_out = true;
  const auto plan = ThreeTrials();
  const auto summary = SummaryOf(plan, progress);
  EXPECT_EQ(summary.exit_code, 0);
  EXPECT_EQ(summary.allowed_not_run, 1u);
  EXPECT_EQ(summary.results.size(), 3u);
}

TEST(CampaignProgress, IsNotGreenWhereATrialNeverBegan) {
  EXPECT_EQ(ExitCodeOf({}), 2);
  EXPECT_EQ(ExitCodeOf(Progress({Record(0, 0), Record(2, 0)})), 2);
  EXPECT_EQ(ExitCodeOf(Progress({Record(0, 1)})), 1);
  auto shard = ThreeTrials();
  shard.shard = {2, 3};
  EXPECT_EQ(SummaryOf(shard, Progress({Record(1, 0)})).exit_code, 0) << "the rest runs elsewhere";
}

TEST(CampaignProgress, WantsAsManyJudgedTrialsAsAreAskedFor) {
  auto progress = Progress({Record(0, 0), Record(1, 0), Record(2, 4)});
  for (auto& result : progress.results) result.verdict = Verdict::kPass;
  progress.results[2].verdict = Verdict::kNotRun;
  progress.records[2].left_out = true;
  const auto plan = ThreeTrials();
  EXPECT_EQ(SummaryOf(plan, progress).exit_code, 0);
  EXPECT_EQ(SummaryOf(plan, progress, 2).exit_code, 0);
  const auto summary = SummaryOf(plan, progress, 3);
  EXPECT_EQ(summary.exit_code, 2);
  EXPECT_THAT(summary.too_few, ElementsAre("scenario=a: 2 judged trials, and 3 are wanted"));
  progress.results[1].verdict = Verdict::kUnprotected;
  EXPECT_EQ(SummaryOf(plan, progress, 2).exit_code, 0) << "it was judged, whatever came out";
}

TEST(CampaignProgress, CountsWhatCouldNotBeWrittenAndWhatBrokeItOff) {
  auto progress = Progress({Record(0, 0)});
  progress.records[0].unwritten = "no space left";
  EXPECT_EQ(ExitCodeOf(progress), 4);
  progress = Progress({Record(0, 2)});
  progress.broken_off = Verdict::kError;
  EXPECT_EQ(ExitCodeOf(progress), 70);
  progress.broken_off = Verdict::kNotRun;
  EXPECT_EQ(ExitCodeOf(progress), 4);
}

TEST(CampaignProgress, NamesWhatWasNeverBegun) {
  const auto progress = Progress({Record(0, 130)});
  const auto summary = SummaryOf(ThreeTrials(), progress);
  ASSERT_EQ(summary.never_begun.size(), 2u);
  EXPECT_EQ(summary.never_begun[0].scenario, "a");
  EXPECT_EQ(summary.never_begun[0].seed, 6u);
  EXPECT_EQ(summary.never_begun[1].seed, 7u);
}

}  // namespace
}  // namespace kproof

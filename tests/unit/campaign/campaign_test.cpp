// Campaigns of runs that this machine can't carry out: each is a real run with a folder and a
// verdict, and none of them starts Kafka.
#include "harness/campaign/campaign.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <csignal>
#include <filesystem>
#include <fstream>

#include "harness/base/temporary_folder.h"
#include "harness/campaign/claims.h"
#include "harness/campaign/matrix_of.h"
#include "tests/unit/campaign/scenario_called.h"
#include "tests/unit/campaign/silent_progress.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::HasSubstr;
using testing::IsEmpty;

Scenario Needing(const std::string& fault, const std::string& name) {
  Scenario scenario = ScenarioCalled(name);
  StepSpec step;
  step.fault = fault;
  scenario.steps.push_back(step);
  return scenario;
}

class Campaigns : public testing::Test, public CampaignListener {
 protected:
  // Faults of this kind need more than loopback has.
  CampaignPlan plan_ = PlanCampaign({Needing("cut", "a"), Needing("cut", "b")},
                                    {.seed = 1, .repeat = 2, .tags = {}});
  TemporaryFolder folder_;
  CampaignSetup setup_{.out = folder_.File("out"),
                       .place = {},
                       .campaign = "",
                       .program = "/bin/false",
                       .signal = [this] { return signal_.load(); }};
  std::vector<std::string> heard_;
  std::atomic<int> signal_{0};
  std::size_t signal_after_ = 99;

  // "a/1": the scenario and the seed of each trial.
  std::vector<std::string> Planned() const {
    std::vector<std::string> trials;
    for (const auto& trial : plan_.trials)
      trials.push_back(plan_.ScenarioOf(trial).name + "/" + std::to_string(trial.seed));
    return trials;
  }

  CampaignProgress Run(CampaignProgress progress = {}) {
    return RunCampaign(plan_, setup_, *this, std::move(progress));
  }
  int ExitCodeOf(const CampaignProgress& progress) const {
    return SummaryOf(plan_, progress).exit_code;
  }

 private:
  std::unique_ptr<ProgressSink> NewProgress(const Trial&) override {
    return std::make_unique<SilentProgress>();
  }
  void Ended(const CampaignProgress& progress, std::size_t left) override {
    const auto& record = progress.records.back();
    EXPECT_EQ(progress.results.back().scenario, record.scenario);
    if (!setup_.claim) {
      EXPECT_EQ(left, plan_.trials.size() - progress.records.size());
    }
    EXPECT_TRUE(fs::exists(record.folder + "/result.json")) << record.folder;
    heard_.push_back(record.scenario + "/" + std::to_string(record.seed));
    if (heard_.size() == signal_after_) signal_ = SIGINT;
  }
  void BrokenOff(const Error& error) override { heard_.emplace_back(error.what()); }
  void Kept(const Stage&) override { ADD_FAILURE() << "nothing was started"; }
};

TEST_F(Campaigns, RunEachTrialInOrderWithAFolderOfItsOwn) {
  const auto progress = Run();
  EXPECT_THAT(heard_, ElementsAreArray(Planned()));
  EXPECT_EQ(ExitCodeOf(progress), 4);
  EXPECT_THAT(Remaining(plan_, progress), IsEmpty());
  EXPECT_THAT(progress.results[0].reason, HasSubstr("needs the private sandbox"));
  EXPECT_EQ(std::distance(fs::directory_iterator(setup_.out), fs::directory_iterator{}), 5)
      << "four runs and the link; no folder of shared nodes";
}

TEST_F(Campaigns, LeaveOutWhatThisMachineLacksWhereThatIsAllowed) {
  setup_.allow_not_run = true;
  const auto progress = Run();
  EXPECT_EQ(ExitCodeOf(progress), 0);
  EXPECT_EQ(SummaryOf(plan_, progress).allowed_not_run, 4u);
}

TEST_F(Campaigns, CountWhatNoFaultIsToBlameFor) {
  setup_.allow_not_run = true;
  setup_.place = {.mode = "private", .refusal = Refusal{"no namespaces", "use another machine"}};
  plan_ = PlanCampaign({Needing("kill", "a")}, {.seed = 1, .repeat = 1, .tags = {}});
  const auto progress = Run();
  EXPECT_EQ(ExitCodeOf(progress), 4);
  EXPECT_EQ(SummaryOf(plan_, progress).allowed_not_run, 0u);
}

TEST_F(Campaigns, EndWithTheTrialThatASignalCameIn) {
  signal_after_ = 2;
  const auto progress = Run();
  EXPECT_THAT(heard_, ElementsAre(Planned()[0], Planned()[1]));
  EXPECT_EQ(SummaryOf(plan_, progress).never_begun.size(), 2u);
}

TEST_F(Campaigns, GoOnWhereTheyWereInterrupted) {
  signal_after_ = 1;
  auto progress = Run();
  signal_ = 0;
  signal_after_ = 99;
  progress = Run(std::move(progress));
  EXPECT_THAT(heard_, ElementsAreArray(Planned()));
  EXPECT_EQ(progress.records.size(), 4u);
  EXPECT_EQ(progress.results.size(), 4u);
}

TEST_F(Campaigns, EndWithTheFirstFailureWhereThatIsAsked) {
  setup_.fail_fast = true;
  auto progress = Run();
  ASSERT_EQ(heard_.size(), 1u);
  progress = Run(std::move(progress));
  ASSERT_EQ(heard_.size(), 2u);
  EXPECT_EQ(heard_[0].substr(0, 1), heard_[1].substr(0, 1)) << "what failed before runs first";
}

TEST_F(Campaigns, OfAMatrixFailByWhatACellExpects) {
  TrialRecord record;
  Result result;
  const auto fails = [&](Verdict verdict, std::optional<Verdict> expect) {
    plan_.cells[plan_.trials[0].cell].expect = expect;
    result.verdict = verdict;
    return IsFailure(plan_, record, result);
  };
  plan_.matrix = true;
  EXPECT_TRUE(fails(Verdict::kViolation, {}));
  EXPECT_FALSE(fails(Verdict::kUnprotected, {}));
  EXPECT_TRUE(fails(Verdict::kUnprotected, Verdict::kPass));
  EXPECT_FALSE(fails(Verdict::kUnprotected, Verdict::kUnprotected));
  EXPECT_FALSE(fails(Verdict::kInconclusive, Verdict::kPass)) << "it says nothing";
  plan_.matrix = false;
  EXPECT_TRUE(fails(Verdict::kUnprotected, {}));
  record.left_out = true;
  EXPECT_FALSE(fails(Verdict::kNotRun, {}));
}

TEST_F(Campaigns, RunOnlyTrialsThatTheyClaim) {
  setup_.claim = [](const Trial& trial) { return trial.index % 2 == 0; };
  EXPECT_EQ(Run().records.size(), 2u);
}

TEST_F(Campaigns, OfSeveralProcessesShareTheTrials) {
  const TemporaryFolder folder;
  const auto claims = Claims::Begin(folder.File("claims"));
  setup_.claim = [&](const Trial& trial) { return claims.Take(trial); };
  EXPECT_EQ(Run().records.size(), 4u);
  EXPECT_EQ(Run().records.size(), 0u) << "all were taken";
  claims.End();
  EXPECT_FALSE(fs::exists(folder.File("claims")));
  const auto again = Claims::Begin(folder.File("claims"));
  setup_.claim = [&](const Trial& trial) { return again.Take(trial); };
  EXPECT_EQ(Run().records.size(), 4u);
}

TEST(DisturbedRuns, AreThoseThatFoundNothingWhileTheMachineStoodStill) {
  Result result;
  result.disturbances = {"2.1 s: machine: machine stalled for 1.2 s"};
  const auto disturbed = [&](Verdict verdict) {
    result.verdict = verdict;
    return WasDisturbed(result);
  };
  EXPECT_TRUE(disturbed(Verdict::kPass));
  EXPECT_TRUE(disturbed(Verdict::kLimit)) << "times are those of another machine";
  EXPECT_FALSE(disturbed(Verdict::kUnprotected)) << "a loss is never thrown away";
  EXPECT_FALSE(disturbed(Verdict::kViolation));
  EXPECT_FALSE(disturbed(Verdict::kError));
  result.disturbances = {"2.1 s: broker-1: its ISR shrank"};
  EXPECT_FALSE(disturbed(Verdict::kPass));
}

TEST(DisturbedRecords, LeaveTheirTrialToBeRunAgainAndAreCounted) {
  const auto plan = PlanCampaign({ScenarioCalled("a")}, {.seed = 1, .repeat = 1, .tags = {}});
  CampaignProgress progress;
  TrialRecord record = RecordOf("a", 1, 5);
  record.disturbed = true;
  progress.records = {record};
  progress.results.resize(1);
  EXPECT_EQ(Remaining(plan, progress).size(), 1u);
  EXPECT_EQ(SummaryOf(plan, progress).exit_code, 0);
  record.disturbed = false;
  record.exit_code = 0;
  progress.records.push_back(record);
  progress.results.resize(2);
  EXPECT_TRUE(Remaining(plan, progress).empty());
  const auto matrix = MatrixOf(plan, progress, "/");
  EXPECT_EQ(matrix.cells[0].repeated, 1u);
  EXPECT_EQ(matrix.cells[0].trials, 1u);
}

TEST_F(Campaigns, EndWhereNotEvenARunFolderCanBeMade) {
  setup_.share_clusters = false;
  std::ofstream(setup_.out) << "a file";
  const auto progress = Run();
  ASSERT_EQ(heard_.size(), 1u);
  EXPECT_THAT(heard_[0], HasSubstr(setup_.out));
  EXPECT_THAT(progress.records, IsEmpty());
  EXPECT_EQ(ExitCodeOf(progress), 4);
  EXPECT_EQ(SummaryOf(plan_, progress).never_begun.size(), 4u);
}

}  // namespace
}  // namespace kproof

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

namespace kproof {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Scenario Needing(const std::string& fault, const std::string& name) {
  Scenario scenario;
  scenario.name = name;
  scenario.clusters["main"] = {};
  StepSpec step;
  step.fault = fault;
  scenario.steps.push_back(step);
  return scenario;
}

class NoProgress final : public ProgressSink {
  void Line(double, const std::string&) override {}
  void Live(double, const std::string&) override {}
};

class Campaigns : public testing::Test, public CampaignListener {
 protected:
  // Faults of this kind need more than loopback has.
  CampaignPlan plan_ = PlanCampaign({Needing("cut", "a"), Needing("cut", "b")},
                                    {.seed = 1, .repeat = 2, .tags = {}});
  TemporaryFolder folder_;
  CampaignSetup setup_{
      .out = folder_.File("out"), .place = {}, .program = "/bin/false", .signal = [this] {
        return signal_.load();
      }};
  std::vector<std::string> heard_;
  std::atomic<int> signal_{0};
  std::size_t signal_after_ = 99;

  CampaignProgress Run(CampaignProgress progress = {}) {
    return RunCampaign(plan_, setup_, *this, std::move(progress));
  }
  int ExitCodeOf(const CampaignProgress& progress) const {
    return SummaryOf(plan_, progress).exit_code;
  }

 private:
  std::unique_ptr<ProgressSink> NewProgress() override { return std::make_unique<NoProgress>(); }
  void Ended(const TrialRecord& record, const Result& result) override {
    EXPECT_EQ(result.scenario, record.scenario);
    EXPECT_TRUE(fs::exists(record.folder + "/result.json")) << record.folder;
    heard_.push_back(record.scenario + "/" + std::to_string(record.seed));
    if (heard_.size() == signal_after_) signal_ = SIGINT;
  }
  void BrokenOff(const Error& error) override { heard_.emplace_back(error.what()); }
  void Kept(const Stage&) override { ADD_FAILURE() << "nothing was started"; }
};

TEST_F(Campaigns, RunEachTrialInOrderWithAFolderOfItsOwn) {
  const auto progress = Run();
  EXPECT_THAT(heard_, ElementsAre("a/1", "a/2", "b/1", "b/2"));
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
  EXPECT_THAT(heard_, ElementsAre("a/1", "a/2"));
  EXPECT_EQ(SummaryOf(plan_, progress).never_begun.size(), 2u);
}

TEST_F(Campaigns, GoOnWhereTheyWereInterrupted) {
  signal_after_ = 1;
  auto progress = Run();
  signal_ = 0;
  signal_after_ = 99;
  progress = Run(std::move(progress));
  EXPECT_THAT(heard_, ElementsAre("a/1", "a/2", "b/1", "b/2"));
  EXPECT_EQ(progress.records.size(), 4u);
  EXPECT_EQ(progress.results.size(), 4u);
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

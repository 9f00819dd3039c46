// Parts of a campaign: together they are the whole, each trial once.
#include "harness/campaign/merge.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "harness/base/error.h"
#include "harness/base/temporary_folder.h"
#include "harness/campaign/campaign.h"
#include "harness/campaign/matrix_of.h"
#include "harness/run/vocabulary.h"
#include "tests/unit/campaign/not_run_campaign.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

TEST(Shards, AreWrittenAsAFraction) {
  EXPECT_EQ(ParseShard("2/3"), (Shard{2, 3}));
  EXPECT_EQ(ToText({2, 3}), "2/3");
  for (const char* text : {"", "1", "0/2", "3/2", "1/0", "a/b", "1/2/3", "-1/2", "1/99999"})
    EXPECT_FALSE(ParseShard(text)) << text;
}

TEST(Shards, DivideTheTrialsWithoutALeftOver) {
  for (std::size_t trial = 0; trial < 20; ++trial) {
    int having = 0;
    for (std::size_t index = 1; index <= 3; ++index) having += Shard{index, 3}.Has(trial);
    EXPECT_EQ(having, 1) << trial;
  }
}

class Merging : public testing::Test {
 protected:
  CampaignPlan Plan(std::uint64_t seed, Shard shard) const {
    auto plan = PlanCampaign({ScenarioThatCanNotRun()}, {.seed = seed, .repeat = 5, .tags = {}});
    plan.shard = shard;
    return plan;
  }
  // A machine that can't carry the runs out: each has a folder and a verdict all the same.
  std::string Run(const CampaignPlan& plan, const std::string& name) const {
    auto folder = CampaignFolder::Create(folder_.File(name), plan);
    WritesDown listener(folder);
    RunCampaign(plan,
                {.out = folder.Cells(),
                 .place = {},
                 .campaign = folder.name(),
                 .program = "/bin/false",
                 .signal = [] { return 0; }},
                listener, {});
    return folder.path();
  }
  std::string WhyNot(const std::vector<std::string>& folders) const {
    try {
      MergeCampaigns(folders, folder_.File("merged"), TheVocabulary());
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::kUsage);
      return error.Full();
    }
    return "";
  }

  TemporaryFolder folder_;
};

TEST_F(Merging, GivesWhatOneMachineWouldHaveHad) {
  const auto whole = Run(Plan(3, {}), "whole");
  const auto one = Run(Plan(3, {1, 2}), "one"), two = Run(Plan(3, {2, 2}), "two");
  auto merged = MergeCampaigns({one, two}, folder_.File("merged"), TheVocabulary());
  const auto plan = merged.ReadPlan(TheVocabulary());
  EXPECT_EQ(plan, Plan(3, {}));
  const auto progress = merged.ReadProgress(plan);
  EXPECT_TRUE(Remaining(plan, progress).empty());
  const auto together = MatrixOf(plan, progress, merged.path());
  auto alone_folder = CampaignFolder::Open(whole);
  const auto alone = MatrixOf(plan, alone_folder.ReadProgress(plan), whole);
  EXPECT_EQ(together.cells[0].trials, 5u);
  EXPECT_EQ(together.cells[0].verdicts, alone.cells[0].verdicts);
  EXPECT_EQ(together.cells[0].counts, alone.cells[0].counts);
  for (const auto& run : together.cells[0].runs)
    EXPECT_TRUE(fs::exists(merged.path() + "/" + run.folder + "/audit.db")) << run.folder;
  EXPECT_TRUE(fs::exists(one + "/campaign.json")) << "the parts stay";
}

TEST_F(Merging, RefusesPartsThatDoNotFitTogether) {
  const auto one = Run(Plan(3, {1, 2}), "one");
  EXPECT_THAT(WhyNot({one, Run(Plan(4, {2, 2}), "other")}),
              HasSubstr("is of another campaign than"));
  EXPECT_THAT(WhyNot({one, Run(Plan(3, {1, 2}), "again")}), HasSubstr("trial 0 is in "));
  EXPECT_THAT(WhyNot({folder_.path()}), HasSubstr("it has no campaign.json"));
  EXPECT_FALSE(fs::exists(folder_.File("merged"))) << "nothing half-made is left";
}

}  // namespace
}  // namespace kproof

// A campaign's folder, whatever moment it was left at. The runs in it are real ones that this
// machine can't carry out: each has a folder and a verdict, and none of them starts Kafka.
#include "harness/campaign/campaign_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "harness/base/error.h"
#include "harness/base/random.h"
#include "harness/base/read_input.h"
#include "harness/base/temporary_folder.h"
#include "harness/campaign/campaign.h"
#include "harness/campaign/matrix_of.h"
#include "harness/run/vocabulary.h"
#include "tests/unit/campaign/silent_progress.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

// What a campaign prints is not looked at here; it is killed after so many trials, before or after
// the last one is written down.
class Killed final : public CampaignListener {
 public:
  struct Kill {};
  Killed(CampaignFolder& folder, std::size_t after, bool before_the_line)
      : folder_(folder), after_(after), before_the_line_(before_the_line) {}

  std::unique_ptr<ProgressSink> NewProgress(const Trial&) override {
    return std::make_unique<SilentProgress>();
  }
  void Ended(const CampaignProgress& progress, std::size_t) override {
    const bool last = ++ended_ == after_;
    if (last && before_the_line_) throw Kill{};
    folder_.Append(progress.records.back());
    if (last) throw Kill{};
  }
  void BrokenOff(const Error& error) override { ADD_FAILURE() << error.what(); }
  void Kept(const Stage&) override {}

 private:
  CampaignFolder& folder_;
  std::size_t after_, ended_ = 0;
  bool before_the_line_;
};

constexpr std::size_t kNever = 99;

class CampaignFolders : public testing::Test {
 protected:
  CampaignPlan Plan() const {
    std::string yaml =
        "name: a\ncluster: {brokers: 1, controllers: 1}\ntopics: {t: {replication: 1}}\n"
        "producers: {p: {}}\nmonitors: {count: 1}\n"
        "steps: [{at: 1s, fault: cut, target: leader of t/0, for: 1s}]\n";
    const auto scenario = ParseScenario("a.yaml", yaml, TheVocabulary());
    EXPECT_TRUE(scenario.scenario) << scenario.diagnostics.front().ToString();
    return PlanCampaign({*scenario.scenario}, {.seed = 3, .repeat = 4, .tags = {}});
  }

  // Runs what is left; true when it came to its end.
  static bool Run(CampaignFolder& folder, std::size_t kill_after, bool before_the_line) {
    const auto plan = folder.ReadPlan(TheVocabulary());
    Killed listener(folder, kill_after, before_the_line);
    try {
      RunCampaign(plan,
                  {.out = folder.Cells(),
                   .place = {},
                   .campaign = folder.name(),
                   .program = "/bin/false",
                   .signal = [] { return 0; }},
                  listener, folder.ReadProgress(plan));
    } catch (const Killed::Kill&) {
      return false;
    }
    return true;
  }

  std::string out() const { return folder_.File("out"); }

  TemporaryFolder folder_;
};

TEST_F(CampaignFolders, HoldThePlanBeforeAnythingRuns) {
  const auto folder = CampaignFolder::Create(out(), Plan());
  EXPECT_THAT(folder.name(), HasSubstr("-a-3"));
  EXPECT_EQ(folder.ReadPlan(TheVocabulary()), Plan());
  EXPECT_TRUE(IsCampaignFolder(folder.path()));
  EXPECT_TRUE(fs::is_directory(folder.Cells()));
}

TEST_F(CampaignFolders, BelongToOneProgramAtATime) {
  const auto folder = CampaignFolder::Create(out(), Plan());
  EXPECT_THROW(CampaignFolder::Open(folder.path()), Error);
}

TEST_F(CampaignFolders, AreNotMadeFromAnyFolder) {
  try {
    CampaignFolder::Open(folder_.path());
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kUsage);
    EXPECT_THAT(error.Full(), HasSubstr("it has no campaign.json"));
  }
}

TEST_F(CampaignFolders, NameTheCampaignInEachResult) {
  auto folder = CampaignFolder::Create(out(), Plan());
  ASSERT_TRUE(Run(folder, kNever, false));
  const auto progress = folder.ReadProgress(Plan());
  ASSERT_EQ(progress.results.size(), 4u);
  EXPECT_EQ(progress.results[0].campaign, folder.name());
}

// Whatever it was killed at, in the end each trial counts once.
TEST_F(CampaignFolders, GoOnFromAnyKillWithEachTrialOnce) {
  Random random(20'261'130);
  for (int round = 0; round < 6; ++round) {
    const auto path = [&] {
      auto folder = CampaignFolder::Create(out(), Plan());
      return folder.path();
    }();
    for (int kills = 0;; ++kills) {
      ASSERT_LT(kills, 20);
      auto folder = CampaignFolder::Open(path);
      const bool ended = Run(folder, 1 + random.Below(3), random.Below(2) == 0);
      // The line of the last trial may be cut off anywhere, or not be there at all.
      const auto journal = folder.File("trials.jsonl");
      if (!ended && fs::exists(journal) && random.Below(2) == 0) {
        const auto text = ReadInput(journal, 1 << 20);
        const auto whole = text.rfind('\n', text.size() - 2);
        const auto least = whole == std::string::npos ? 0 : whole + 1;
        fs::resize_file(journal, least + random.Below(text.size() - least));
      }
      if (ended) break;
    }
    auto folder = CampaignFolder::Open(path);
    const auto progress = folder.ReadProgress(Plan());
    std::vector<int> seen(4, 0);
    for (const auto& record : progress.records) ++seen.at(record.trial);
    EXPECT_EQ(seen, std::vector<int>(4, 1));
    const auto matrix = MatrixOf(Plan(), progress, folder.path());
    EXPECT_EQ(matrix.cells[0].trials, 4u);
    EXPECT_EQ(matrix.cells[0].runs.size(), 4u);
    EXPECT_TRUE(fs::exists(folder.path() + "/" + matrix.cells[0].runs[0].folder + "/result.json"));
  }
}

TEST_F(CampaignFolders, ForgetHowAnEarlierSessionWasInterrupted) {
  auto folder = CampaignFolder::Create(out(), Plan());
  ASSERT_FALSE(Run(folder, 1, false));
  auto record = folder.ReadProgress(Plan()).records.at(0);
  record.trial = 1;
  record.seed = Plan().trials[1].seed;
  record.exit_code = 128 + 2;
  folder.Append(record);
  const auto progress = folder.ReadProgress(Plan());
  ASSERT_EQ(progress.records.size(), 1u);
  EXPECT_EQ(progress.records[0].trial, 0u);
  EXPECT_EQ(Remaining(Plan(), progress).size(), 3u);
}

TEST_F(CampaignFolders, CanBeMoved) {
  std::string path;
  {
    auto folder = CampaignFolder::Create(out(), Plan());
    ASSERT_FALSE(Run(folder, 2, false));
    path = folder.path();
  }
  const auto moved = folder_.File("moved");
  fs::rename(path, moved);
  auto folder = CampaignFolder::Open(moved);
  EXPECT_EQ(folder.ReadProgress(Plan()).records.size(), 2u);
  EXPECT_TRUE(Run(folder, kNever, false));
}

TEST_F(CampaignFolders, RefuseRecordsOfRunsThatAreGoneOrOthers) {
  std::string path;
  {
    auto folder = CampaignFolder::Create(out(), Plan());
    ASSERT_FALSE(Run(folder, 2, false));
    path = folder.path();
  }
  auto folder = CampaignFolder::Open(path);
  const auto run = folder.ReadProgress(Plan()).records[0].folder;
  fs::rename(run, run + "-away");
  EXPECT_THROW(folder.ReadProgress(Plan()), Error);
  fs::rename(run + "-away", run);
  std::ofstream(folder.File("trials.jsonl"), std::ios::app) << "no record\n";
  EXPECT_THROW(folder.ReadProgress(Plan()), Error);
}

}  // namespace
}  // namespace kproof

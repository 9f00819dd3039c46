// What a campaign writes into its folder, and that a report of the folder alone says the same. The
// runs in it are real ones that this machine can't carry out: none of them starts Kafka.
#include "harness/campaign/campaign_reports.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "harness/base/error.h"
#include "harness/base/read_input.h"
#include "harness/base/temporary_folder.h"
#include "harness/campaign/campaign.h"
#include "harness/campaign/page_of.h"
#include "harness/run/report.h"
#include "harness/run/vocabulary.h"
#include "reports/campaign_page/html.h"
#include "reports/frame/frame.h"
#include "tests/unit/campaign/not_run_campaign.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::IsEmpty;

using namespace std::chrono_literals;

class CampaignReportFiles : public testing::Test {
 protected:
  static CampaignPlan Plan() {
    return PlanCampaign({ScenarioThatCanNotRun()}, {.seed = 3, .repeat = 2, .tags = {}});
  }

  void SetUp() override {
    const auto plan = Plan();
    own_.emplace(CampaignFolder::Create(folder_.File("out"), plan));
    WritesDown listener(*own_);
    progress_ = RunCampaign(plan,
                            {.out = own_->Cells(),
                             .place = {},
                             .campaign = own_->name(),
                             .program = "/bin/false",
                             .signal = [] { return 0; }},
                            listener, {});
  }

  std::string Text(const std::string& name) const {
    return ReadInput(own_->File(name), std::size_t{1} << 20);
  }

  TemporaryFolder folder_;
  std::optional<CampaignFolder> own_;
  CampaignProgress progress_;
};

TEST_F(CampaignReportFiles, AreMadeAgainFromTheFolderAlone) {
  const auto written = WriteReports(*own_, Plan(), progress_, {.min_trials = 3, .waivers = {}});
  EXPECT_TRUE(IsReport(own_->File(kReportPage)));
  EXPECT_TRUE(IsReport(own_->File(kReportText)));
  EXPECT_THAT(Text(kReportIndex), HasSubstr("\"kind\": \"campaign\""));
  const auto again = ReadCampaign(own_->path(), TheVocabulary());
  EXPECT_EQ(again.page.matrix.min_trials, 3u);
  EXPECT_EQ(again.page.exit_code, 4);
  EXPECT_EQ(again.results.size(), 2u);
  ASSERT_EQ(again.page.runs.size(), 2u);
  EXPECT_TRUE(again.page.runs[0].has_page) << "cells lead to the pages of their runs";
  EXPECT_EQ(ToHtml(again.page), Text(kReportPage));
  EXPECT_EQ(ToJson(again.page.matrix), Text(kMatrixFile));
  EXPECT_EQ(JunitOf(again.page, again.results), Text("junit.xml"));
}

TEST_F(CampaignReportFiles, LookAtACampaignThatGoesOnAndChangeNothing) {
  std::ofstream(own_->File("trials.jsonl"), std::ios::app) << "{\"trial\": 1, \"scen";
  const auto before = Text("trials.jsonl");
  const auto read = ReadCampaign(own_->path(), TheVocabulary());  // although own_ has it
  EXPECT_EQ(read.page.runs.size(), 2u);
  EXPECT_EQ(read.page.matrix.min_trials, 1u);
  EXPECT_EQ(Text("trials.jsonl"), before);
}

TEST_F(CampaignReportFiles, SayWhereMatrixJsonIsNotWhatTheFactsSay) {
  WriteReports(*own_, Plan(), progress_, {});
  auto text = Text(kMatrixFile);
  const std::string verdict = "\"verdict\": \"not-run\"";
  ASSERT_NE(text.find(verdict), std::string::npos);
  text.replace(text.find(verdict), verdict.size(), "\"verdict\": \"pass\"");
  std::ofstream(own_->File(kMatrixFile)) << text;
  EXPECT_THAT(ReadCampaign(own_->path(), TheVocabulary()).page.recorded_otherwise,
              HasSubstr("another verdict of 1 cell"));
}

TEST(CampaignRulesInJson, AreThoseThatWereGiven) {
  Matrix matrix;
  matrix.min_trials = 5;
  matrix.waivers = {{"a", "", "K-1", "it's \"known\": \n- {x}", "2020-12-31", false},
                    {"b", "lost", "K-2", "é", "2026-01-02", true}};
  const auto rules = ParseRules(ToJson(matrix));
  EXPECT_EQ(rules.min_trials, 5u);
  ASSERT_EQ(rules.waivers.size(), 2u);
  EXPECT_EQ(rules.waivers[0].reason, matrix.waivers[0].reason);
  EXPECT_EQ(rules.waivers[0].finding, "");
  EXPECT_EQ(rules.waivers[0].until, 2020y / 12 / 31) << "has lapsed since, and counted then";
  EXPECT_EQ(rules.waivers[1].reason, "é");
  EXPECT_TRUE(rules.waivers[1].waive_loss);
}

TEST(CampaignRulesInJson, AreDefaultsOfAnOlderKproofAndNeverGuessed) {
  EXPECT_EQ(ParseRules("{}").min_trials, 1u);
  EXPECT_THAT(ParseRules("{}").waivers, IsEmpty());
  for (const char* json : {"", "[", "{\"min_trials\": \"2\"}", "{\"waivers\": [{}]}"})
    EXPECT_THROW(ParseRules(json), Error) << json;
}

}  // namespace
}  // namespace kproof

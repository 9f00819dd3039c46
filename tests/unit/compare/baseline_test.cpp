// A baseline reads back as it was written, and nothing else is taken for one.
#include "harness/compare/baseline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/base/error.h"
#include "harness/base/temporary_folder.h"
#include "harness/base/text.h"
#include "harness/compare/comparison.h"
#include "harness/compare/read_side.h"
#include "tests/unit/compare/folders.h"
#include "tests/unit/compare/synthetic.h"

namespace kproof {
namespace {

using testing::HasSubstr;

class Baselines : public testing::Test {
 protected:
  ComparedSide ReadBack(const std::string& text) const {
    WriteText(folder_.File("b.json"), text);
    return ReadBaseline(folder_.File("b.json"));
  }
  std::string WhyNot(const std::string& text) const {
    try {
      ReadBack(text);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::kUsage) << error.Full();
      return error.Full();
    }
    return "";
  }
  static std::string Replaced(std::string text, const std::string& what, const std::string& by) {
    EXPECT_NE(text.find(what), std::string::npos) << what;
    return text.replace(text.find(what), what.size(), by);
  }

  TemporaryFolder folder_;
};

TEST_F(Baselines, ReadBackAsTheyWereWritten) {
  Random random(1);
  auto side = SyntheticSide(random, 3, 0.3);
  side.cells[0].excluded = "it \"can't\" be\n";
  side.cells[0].trials.clear();
  for (std::size_t at = 1; at < side.cells.size(); ++at)
    side.cells[at].circumstances = {{"kafka", "4.3.1"}, {"producer acks", std::to_string(at)}};
  auto& trial = side.cells[2].trials[1];
  trial.verdict = Verdict::kViolation;
  trial.broken = {"no-loss", "order"};
  trial.found = {{"lost", 12}, {"reordered", 3}};
  trial.scenario_digest = std::string(64, 'a');
  trial.started = "2026-11-21T09:00:00Z";
  trial.seed = 9'007'199'254'740'991;
  side.cells[3].trials[0].verdict = Verdict::kError;
  const auto back = ReadBack(ToBaseline(side));
  EXPECT_EQ(back.kind, "baseline");
  EXPECT_EQ(back.name, side.name);
  EXPECT_EQ(back.cells, side.cells);
  EXPECT_EQ(ToBaseline(back), ToBaseline(side)) << "also byte by byte";
}

TEST_F(Baselines, AreSmallAndHaveALineATrial) {
  Random random(2);
  auto side = SyntheticSide(random, 2, 0.3);
  for (auto& cell : side.cells) cell.circumstances = {{"kafka", "4.3.1"}};
  const auto text = ToBaseline(side);
  EXPECT_EQ(Split(text, '\n').size(), 4 + 6 + 12 + 1) << text;
  EXPECT_LT(text.size() / 12, 500u);
  EXPECT_EQ(text.find("4.3.1"), text.rfind("4.3.1")) << "what all cells share stands once";
}

TEST_F(Baselines, CompareLikeTheFolderTheyWereMadeOf) {
  WriteCampaign(folder_.File("campaign"), 2);
  const auto campaign = ReadSide(folder_.File("campaign"));
  WriteText(folder_.File("b.json"), ToBaseline(campaign));
  EXPECT_TRUE(IsBaseline(folder_.File("b.json")));
  EXPECT_FALSE(IsBaseline(folder_.File("campaign") + "/matrix.json"));
  const auto baseline = ReadSide(folder_.File("b.json"));
  EXPECT_EQ(baseline.cells, campaign.cells);
  const auto comparison = Compare(baseline, campaign, {});
  EXPECT_EQ(comparison.verdict, Change::kSame);
  EXPECT_TRUE(comparison.differences.empty());
}

TEST_F(Baselines, AreReadStrictly) {
  Random random(3);
  auto side = SyntheticSide(random, 1, 0.3);
  side.cells.resize(2);
  side.cells[0].trials[0].found = {{"lost", 1}};
  const auto text = ToBaseline(side);
  ASSERT_EQ(WhyNot(text), "");
  EXPECT_THAT(WhyNot(Replaced(text, "\"schema\": 1", "\"schema\": 2")),
              HasSubstr("has schema 2, and this kproof reads schema 1"));
  EXPECT_THAT(WhyNot(Replaced(text, "kproof baseline", "kproof comparison")),
              HasSubstr("is no baseline of kproof"));
  EXPECT_THAT(WhyNot(Replaced(text, "\"name\"", "\"names\"")),
              HasSubstr("has the unknown key 'names'; did you mean 'name'?"));
  EXPECT_THAT(WhyNot(Replaced(text, "\"started\"", "\"begun\"")),
              HasSubstr("cells[0].trials[0] has the unknown key 'begun'"));
  EXPECT_THAT(WhyNot(Replaced(text, "\"ack_p99\"", "\"ack_p98\"")),
              HasSubstr("cells[0].trials[0].measures.ack_p98 is no measure"));
  EXPECT_THAT(WhyNot(Replaced(text, "\"lost\":1", "\"lots\":1")),
              HasSubstr("found.lots is no anomaly"));
  EXPECT_THAT(WhyNot(Replaced(text, "\"lost\":1", "\"lost\":0")), HasSubstr("found.lost is 0"));
  EXPECT_THAT(WhyNot(Replaced(text, "\"pass\"", "\"passed\"")),
              HasSubstr("verdict is no verdict: 'passed'"));
  EXPECT_THAT(WhyNot(Replaced(text, "\"fault\":\"kill\"", "\"fault\":\"cut\"")),
              HasSubstr("cells[1].at is there twice: acks=1, fault=cut"));
  EXPECT_THAT(WhyNot(Replaced(text, "\"ack_p50\":", "\"ack_p50\":-")),
              HasSubstr("ack_p50 is less than 0"));
  EXPECT_THAT(WhyNot(text.substr(0, text.size() / 2)), HasSubstr("is not JSON"));
}

}  // namespace
}  // namespace kproof

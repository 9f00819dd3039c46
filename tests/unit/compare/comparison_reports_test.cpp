// The three ways in which a comparison is shown: JSON, text, and Markdown of at most 60 lines.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "harness/base/temporary_folder.h"
#include "harness/base/text.h"
#include "harness/compare/comparison_json.h"
#include "harness/compare/comparison_text.h"
#include "reports/comparison_page/comparison_page.h"
#include "reports/frame/frame.h"
#include "tests/unit/compare/folders.h"
#include "tests/unit/compare/synthetic.h"

namespace kproof {
namespace {

using testing::HasSubstr;
using testing::Not;

class ComparisonReports : public testing::Test {
 protected:
  Random random_{1};
  ComparedSide a_ = SyntheticSide(random_, 2, 0.05), b_ = SyntheticSide(random_, 2, 0.05, 1.3);
};

TEST_F(ComparisonReports, AsJsonHaveARowAMeasure) {
  const auto json = ComparisonJson(Compare(a_, b_, {}));
  EXPECT_EQ(json["what"], "kproof comparison");
  EXPECT_EQ(json["schema"], 1);
  EXPECT_EQ(json["verdict"], "worse");
  const auto& row = json["rows"][0];
  EXPECT_EQ(row["measure"], "longest_ack_gap");
  EXPECT_EQ(row["where"], "all");
  EXPECT_EQ(row["verdict"], "worse");
  EXPECT_EQ(row["trials"]["b"], 12);
  EXPECT_GT(row["ratio"], 1.1);
  EXPECT_LT(row["p"], 0.001);
  EXPECT_EQ(row["interval"].size(), 2u);
  EXPECT_TRUE(row["trials_needed"].is_null());
}

TEST_F(ComparisonReports, AsJsonAreValidWhateverTheNames) {
  a_.path = "\xff\n";
  a_.cells[0].trials[0].found["lost"] = 1;
  b_.cells[0].trials[0].measures["ack_p50"] = 0;
  const TemporaryFolder folder;
  WriteText(folder.File("c.json"), ComparisonFile(Compare(a_, b_, {})));
  EXPECT_TRUE(IsComparisonFile(folder.File("c.json")));
  EXPECT_FALSE(nlohmann::json::parse(ComparisonFile(Compare(a_, b_, {}))).is_discarded());
}

TEST_F(ComparisonReports, AsTextBeginWithWhatIsWorse) {
  b_.cells[0].circumstances["kafka"] = "4.2.0";
  b_.cells[1].trials[0].verdict = Verdict::kViolation;
  b_.cells[1].trials[0].broken = {"no-loss"};
  const auto text = ComparisonText(Compare(a_, b_, {}));
  EXPECT_THAT(text, HasSubstr("differs (A | B)\n  kafka: not there | 4.2.0 (1 of 6 cells)\n"));
  EXPECT_THAT(text, HasSubstr("broken by B\n  no-loss broken in acks=1, fault=kill (1 of 2 trials "
                              "of B, first with seed 7; A kept it)\n"));
  EXPECT_THAT(text, HasSubstr("\nworse\n  measure "));
  EXPECT_LT(text.find("\nworse\n"), text.find("\nunclear\n"));
  EXPECT_THAT(text, HasSubstr("\nWORSE: no-loss broken in acks=1, fault=kill; "));
  EXPECT_THAT(text, HasSubstr("no trial showed "));
}

TEST_F(ComparisonReports, AsTextSayHowManyTrialsWouldTell) {
  Random random(2);
  const auto a = SyntheticSide(random, 2, 0.4);
  const auto text = ComparisonText(Compare(a, SyntheticSide(random, 2, 0.4), {}));
  EXPECT_THAT(text,
              testing::ContainsRegex("  ack_p99: [0-9]+ trials a side and cell would show 10 %\n"));
  EXPECT_THAT(text, HasSubstr("UNCLEAR: nothing is shown to be worse; "));
}

TEST_F(ComparisonReports, AsTextSayWhyNothingWasCompared) {
  b_.cells.clear();
  const auto text = ComparisonText(Compare(a_, b_, {}));
  EXPECT_THAT(text, HasSubstr("only A has\n  acks=1, fault=cut\n"));
  EXPECT_THAT(text, HasSubstr("NOT COMPARED: A and B have no cell in common\n"));
}

TEST_F(ComparisonReports, AsMarkdownPutDifferencesFirst) {
  const auto text = ToMarkdown(Compare(a_, b_, {}));
  EXPECT_THAT(text, HasSubstr("### kproof compare: worse\n"));
  EXPECT_THAT(text, HasSubstr("| longest\\_ack\\_gap | all | "));
  EXPECT_THAT(text, HasSubstr("| **worse** |\n"));
  EXPECT_THAT(text, HasSubstr("\nWhat this comparison could not have seen:\n\n- "));
  EXPECT_THAT(text, HasSubstr("\nAgain: `kproof compare "));
  const TemporaryFolder folder;
  WriteText(folder.File("c.md"), text);
  EXPECT_TRUE(IsReportOf(kComparisonReport, folder.File("c.md")));
  EXPECT_FALSE(IsReportOf("run", folder.File("c.md")));
  Random random(2);
  const auto a = SyntheticSide(random, 2, 0.4);
  const auto unclear = ToMarkdown(Compare(a, SyntheticSide(random, 2, 0.4), {}));
  EXPECT_THAT(unclear, HasSubstr("Unclear, too few trials to tell:\n\n| measure |"));
  EXPECT_THAT(unclear, Not(HasSubstr("| verdict |")));
}

// Everything at once and far too much of it.
TEST_F(ComparisonReports, AsMarkdownHaveAtMost60Lines) {
  ComparedSide a{"a", "campaign", "a", {}}, b{"b", "campaign", "b", {}};
  for (int at = 0; at < 40; ++at) {
    ComparedCell cell;
    cell.at = {{"x|y", "v" + std::to_string(at % 20)}, {"z", std::to_string(at)}};
    for (int trial = 0; trial < 4; ++trial) cell.trials.push_back(SyntheticTrial(random_, 1, 0.05));
    a.cells.push_back(cell);
    for (auto& trial : cell.trials) {
      trial = SyntheticTrial(random_, at % 2 == 0 ? 2.5 : 1.5, 0.8);
      trial.verdict = at % 3 == 0 ? Verdict::kViolation : Verdict::kLimit;
      trial.broken = {"no-loss", "order"};
      for (const char* found : {"lost", "duplicated", "reordered", "phantom", "ghost", "corrupt"})
        if (random_.Below(8) == 0) trial.found[found] = 1;
    }
    cell.circumstances["c" + std::to_string(at)] = "1";
    b.cells.push_back(cell);
    a.cells.push_back({{{"z", "only" + std::to_string(at)}}, "no", {}, {}});
  }
  const auto comparison = Compare(a, b, {});
  EXPECT_GT(comparison.broken.size(), 50u);
  const auto lines = Split(ToMarkdown(comparison), '\n').size() - 1;
  EXPECT_LE(lines, kMostMarkdownLines);
  EXPECT_GT(lines, 40u);
  EXPECT_THAT(ToMarkdown(comparison), HasSubstr(" more in compare.json."));
}

}  // namespace
}  // namespace kproof

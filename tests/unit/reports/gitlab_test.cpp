// metrics.txt, line by line: what a reader of OpenMetrics and GitLab's own would see.
#include "reports/gitlab.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <set>

#include "harness/base/temporary_folder.h"
#include "harness/base/text.h"
#include "tests/unit/reports/sample.h"

namespace kproof {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

Matrix MatrixOfCells(const std::vector<std::string>& values) {
  const auto clean = CleanRun(), lossy = LossyRun();
  Matrix matrix;
  matrix.name = "small";
  for (const auto& value : values) {
    MatrixCell cell;
    cell.at = {{"acks", value}};
    Summarise({&clean, &lossy}, cell);
    matrix.cells.push_back(cell);
  }
  return matrix;
}

TEST(Metrics, HaveASeriesForEachCellAndNumber) {
  const auto text = ToOpenMetrics(MatrixOfCells({"1"}));
  for (const char* line :
       {"# TYPE kproof_trials gauge\nkproof_trials{campaign=\"small\",cell=\"acks=1\"} 2\n",
        "kproof_trials_by_verdict{campaign=\"small\",cell=\"acks=1\",verdict=\"unprotected\"} 1\n",
        "kproof_records{campaign=\"small\",cell=\"acks=1\",kind=\"acked\"} 168380\n",
        "kproof_records{campaign=\"small\",cell=\"acks=1\",kind=\"lost\"} 1505\n",
        "kproof_allowed_records{campaign=\"small\",cell=\"acks=1\",kind=\"lost\"} 1505\n",
        "kproof_longest_ack_gap_seconds{campaign=\"small\",cell=\"acks=1\"} 4.8\n",
        "kproof_ack_latency_seconds{campaign=\"small\",cell=\"acks=1\",percentile=\"p99\"} 0.009\n",
        "# UNIT kproof_ack_latency_seconds seconds\n"})
    EXPECT_THAT(text, HasSubstr(line));
  EXPECT_THAT(text, EndsWith("# EOF\n"));
}

TEST(Metrics, EachLineIsOneWhateverANameHolds) {
  const std::regex sample(
      R"re(kproof_[a-z_]+\{[a-z]+="[^"#'\\]*"(,[a-z]+="[^"#'\\]*")*\} [0-9.e+-]+)re");
  const auto text = ToOpenMetrics(MatrixOfCells({"a\"} 1\nkproof_x 7 # '\\", "\u202e\x01$(x)`y`"}));
  std::set<std::string> series;
  for (const auto& line : Split(text, '\n')) {
    if (line.empty() || line.starts_with("# ")) continue;
    EXPECT_TRUE(std::regex_match(line, sample)) << line;
    EXPECT_TRUE(series.insert(line.substr(0, line.rfind(' '))).second) << line;
  }
  EXPECT_THAT(text, Not(HasSubstr("\nkproof_x")));
}

TEST(Metrics, CellsOfOneLookAreTwoSeries) {
  const auto text = ToOpenMetrics(MatrixOfCells({"a#b", "a'b"}));
  EXPECT_THAT(text, HasSubstr("cell=\"acks=a_b\"} 2"));
  EXPECT_THAT(text, HasSubstr("cell=\"acks=a_b 2\"} 2"));
}

TEST(Metrics, OfRunsHaveACellForEachScenario) {
  const auto text = ToOpenMetrics(std::vector<Result>{CleanRun(), LossyRun(), CleanRun()});
  EXPECT_THAT(text,
              HasSubstr("kproof_trials{campaign=\"check\",cell=\"scenario=leader-kill\"} 2\n"));
  EXPECT_THAT(
      text, HasSubstr("kproof_trials{campaign=\"check\",cell=\"scenario=leader-kill-acks1\"} 1\n"));
}

TEST(Metrics, AreKnownByTheirFirstBytes) {
  const TemporaryFolder folder;
  const auto write = [&](const std::string& text) {
    std::ofstream(folder.File("f")) << text;
    return folder.File("f");
  };
  EXPECT_TRUE(IsMetrics(write(ToOpenMetrics(MatrixOfCells({"1"})))));
  EXPECT_TRUE(IsMetrics(write(ToOpenMetrics(Matrix()))));
  EXPECT_FALSE(IsMetrics(write("# HELP other_trials x\n")));
}

}  // namespace
}  // namespace kproof

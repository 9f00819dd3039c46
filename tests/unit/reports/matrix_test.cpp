// A matrix of results: what its cells amount to, and what each format says of them.
#include "reports/matrix.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <pugixml.hpp>

#include "tests/unit/reports/sample.h"

namespace kproof {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

Result Trial(Verdict verdict, std::uint64_t lost, double gap_s, double per_second) {
  Result result = CleanRun();
  result.verdict = verdict;
  result.reason = Name(verdict);
  result.counts["lost"] = lost;
  result.allowed["lost"] = verdict == Verdict::kUnprotected ? lost : 0;
  result.at_stake = 1000;
  result.availability.longest_ack_gap_s = gap_s;
  result.availability.acked_per_s = per_second;
  result.availability.ack_ms_before_fault = {{"p50", gap_s}, {"p99", 2 * gap_s}};
  return result;
}

MatrixCell CellOf(const std::vector<Result>& trials) {
  std::vector<const Result*> pointers;
  for (const auto& trial : trials) pointers.push_back(&trial);
  MatrixCell cell;
  cell.at = {{"acks", "1"}};
  cell.planned = trials.size();
  Summarise(pointers, cell);
  return cell;
}

Matrix MatrixWith(std::vector<MatrixCell> cells) {
  Matrix matrix;
  matrix.name = "small";
  matrix.seed = 7;
  matrix.axes = {{"acks", {"1", "all"}}};
  matrix.seconds = 60;
  matrix.cells = std::move(cells);
  return matrix;
}

TEST(MatrixCells, HaveLatencyWithoutAFaultOfWholeTrialsThatHadNone) {
  auto calm = Trial(Verdict::kPass, 0, 1, 100);
  calm.availability.ack_ms = {{"p50", 7}, {"p99", 70}};
  EXPECT_EQ(CellOf({calm}).ack_ms.at("p99"), 2) << "what was before the fault";
  calm.faults.clear();
  calm.availability.ack_ms_before_fault = calm.availability.ack_ms_under_fault = {};
  EXPECT_EQ(CellOf({calm}).ack_ms.at("p99"), 70);
  EXPECT_TRUE(CellOf({calm}).ack_ms_under_fault.empty());
}

TEST(MatrixCells, SumUpCountsAndTakeTheWorstVerdict) {
  const auto cell =
      CellOf({Trial(Verdict::kPass, 0, 1, 100), Trial(Verdict::kUnprotected, 10, 3, 300),
              Trial(Verdict::kUnprotected, 30, 2, 200)});
  EXPECT_EQ(cell.trials, 3u);
  EXPECT_EQ(cell.verdict, Verdict::kUnprotected);
  EXPECT_EQ(cell.verdicts, (std::map<std::string, std::uint64_t>{{"pass", 1}, {"unprotected", 2}}));
  EXPECT_EQ(cell.counts.at("lost"), 40u);
  EXPECT_EQ(cell.allowed.at("lost"), 40u);
  EXPECT_EQ(cell.at_stake, 3000u);
  EXPECT_EQ(cell.conclusive, 3u);
  EXPECT_THAT(cell.reasons, ElementsAre("unprotected"));
  EXPECT_EQ(cell.longest_ack_gap_s.median, 2);
  EXPECT_EQ(cell.longest_ack_gap_s.max, 3);
  EXPECT_EQ(cell.throughput_per_s.median, 200);
  EXPECT_EQ(cell.ack_ms.at("p99"), 4);
  EXPECT_DOUBLE_EQ(*cell.lost_per_record.median, 0.01);
  EXPECT_DOUBLE_EQ(*cell.lost_per_record.max, 0.03);
}

TEST(MatrixCells, RankAProvenLossAboveEverything) {
  const auto worst = [](std::vector<Verdict> verdicts) {
    std::vector<Result> trials;
    for (const auto verdict : verdicts) trials.push_back(Trial(verdict, 0, 1, 1));
    return *CellOf(trials).verdict;
  };
  EXPECT_EQ(worst({Verdict::kInconclusive, Verdict::kViolation, Verdict::kPass}),
            Verdict::kViolation);
  EXPECT_EQ(worst({Verdict::kPass, Verdict::kInconclusive}), Verdict::kInconclusive);
  EXPECT_EQ(worst({Verdict::kInconclusive, Verdict::kUnprotected}), Verdict::kUnprotected);
}

TEST(MatrixCells, BoundTheChanceOfALossByConclusiveTrialsAlone) {
  auto doubtful = Trial(Verdict::kInconclusive, 0, 1, 1);
  doubtful.doubts = {"nothing bit"};
  EXPECT_NEAR(CellOf({Trial(Verdict::kPass, 0, 1, 1), doubtful}).loss_upper, 0.95, 1e-9);
  EXPECT_EQ(CellOf({doubtful}).loss_upper, 1);
  EXPECT_EQ(CellOf({doubtful}).conclusive, 0u);
}

TEST(MatrixCells, LeaveTimesOfRunsThatBrokeOffOut) {
  const auto cell = CellOf({Trial(Verdict::kPass, 0, 1, 100), Trial(Verdict::kError, 0, 50, 1),
                            Trial(Verdict::kNotRun, 0, 60, 2)});
  EXPECT_EQ(cell.longest_ack_gap_s.max, 1);
  EXPECT_EQ(cell.throughput_per_s.median, 100);
}

TEST(MatrixCells, AreUnexpectedWhereAnExpectationDoesNotHold) {
  const auto unexpected = [](Verdict verdict, std::optional<Verdict> expect) {
    auto cell = CellOf({Trial(verdict, 0, 1, 1)});
    cell.expect = expect;
    return Unexpected(cell);
  };
  EXPECT_EQ(unexpected(Verdict::kViolation, {}), "violation that nobody expected");
  EXPECT_EQ(unexpected(Verdict::kViolation, Verdict::kViolation), "");
  EXPECT_EQ(unexpected(Verdict::kUnprotected, {}), "");
  EXPECT_EQ(unexpected(Verdict::kLimit, {}), "");
  EXPECT_EQ(unexpected(Verdict::kPass, Verdict::kUnprotected),
            "pass instead of unprotected, which was expected");
  EXPECT_EQ(unexpected(Verdict::kInconclusive, Verdict::kPass), "") << "nothing was decided";
}

int CodeOf(Verdict verdict, std::optional<Verdict> expect, std::uint64_t min_trials = 1) {
  auto cell = CellOf({Trial(verdict, 0, 1, 1)});
  cell.expect = expect;
  return ExitCodeOf(MatrixWith({cell}), min_trials);
}

TEST(MatrixExitCode, IsWorseThanZeroForWhatIsUnexpectedOrUndecided) {
  EXPECT_EQ(CodeOf(Verdict::kPass, {}), 0);
  EXPECT_EQ(CodeOf(Verdict::kUnprotected, {}), 0);
  EXPECT_EQ(CodeOf(Verdict::kLimit, {}), 0);
  EXPECT_EQ(CodeOf(Verdict::kViolation, {}), 1);
  EXPECT_EQ(CodeOf(Verdict::kViolation, Verdict::kViolation), 0);
  EXPECT_EQ(CodeOf(Verdict::kPass, Verdict::kUnprotected), 1);
  EXPECT_EQ(CodeOf(Verdict::kNotRun, {}, 0), 4);
  EXPECT_EQ(CodeOf(Verdict::kError, {}, 0), 70);
  EXPECT_EQ(CodeOf(Verdict::kPass, {}, 2), 2) << "a single trial where two are wanted";
}

TEST(MatrixExitCode, CountsCellsWithoutATrialButNotThoseThatAreExcluded) {
  MatrixCell excluded;
  excluded.at = {{"acks", "all"}};
  excluded.excluded = "why not";
  EXPECT_EQ(ExitCodeOf(MatrixWith({excluded}), 1), 0);
  excluded.excluded = std::nullopt;
  EXPECT_EQ(ExitCodeOf(MatrixWith({excluded}), 1), 0) << "its trials belong to other machines";
  excluded.planned = 1;
  EXPECT_EQ(ExitCodeOf(MatrixWith({excluded}), 1), 2);
}

TEST(MatrixJson, HasTheKeysOfTheContract) {
  auto cell = CellOf({Trial(Verdict::kUnprotected, 10, 3, 300)});
  cell.runs = {{"cells/x", 7, Verdict::kUnprotected}};
  const auto parsed = nlohmann::json::parse(ToJson(MatrixWith({cell})));
  EXPECT_EQ(parsed["schema"], 1);
  EXPECT_EQ(parsed["axes"]["acks"], (std::vector<std::string>{"1", "all"}));
  EXPECT_EQ(parsed["trials_per_hour"], 60);
  const auto& row = parsed["cells"][0];
  for (const char* key : {"at", "excluded", "trials", "repeated", "verdicts", "verdict", "counts",
                          "allowed", "at_stake", "loss_bound", "observed_per_record",
                          "longest_ack_gap_s", "ack_ms", "throughput_per_s", "runs"})
    EXPECT_TRUE(row.contains(key)) << key;
  EXPECT_EQ(row["excluded"], nullptr);
  EXPECT_EQ(row["loss_bound"]["per_trial_upper"], 1);
  EXPECT_EQ(row["ack_ms_under_fault"]["p99"], 4600);
  EXPECT_EQ(nlohmann::json::parse(ToJson(MatrixWith({MatrixCell()})))["cells"][0]["verdict"],
            nullptr);
}

TEST(MatrixCsv, HasARowACellAndQuotesWhatNeedsIt) {
  MatrixCell excluded;
  excluded.at = {{"acks", "all"}};
  excluded.excluded = "a \"why\", with\nlines";
  const auto csv = ToCsv(MatrixWith({CellOf({Trial(Verdict::kPass, 0, 1, 1)}), excluded}));
  EXPECT_THAT(csv, HasSubstr("acks,name,excluded,trials,verdict,sent,"));
  EXPECT_THAT(csv, HasSubstr("\r\n1,,,1,pass,84210,"));
  EXPECT_THAT(csv, HasSubstr("all,,\"a \"\"why\"\", with\nlines\",0,,"));
}

TEST(MatrixJunit, HasACaseACell) {
  auto bad = CellOf({Trial(Verdict::kViolation, 5, 1, 1)});
  auto open = CellOf({Trial(Verdict::kInconclusive, 0, 1, 1)});
  MatrixCell excluded;
  excluded.at = {{"acks", "all"}};
  excluded.excluded = "why not";
  pugi::xml_document document;
  document.load_string(
      ToJunit(MatrixWith({CellOf({Trial(Verdict::kUnprotected, 5, 1, 1)}), bad, open, excluded}))
          .c_str());
  const auto suite = document.child("testsuites").child("testsuite");
  EXPECT_STREQ(suite.attribute("tests").value(), "4");
  EXPECT_STREQ(suite.attribute("failures").value(), "1");
  EXPECT_STREQ(suite.attribute("errors").value(), "1");
  EXPECT_STREQ(suite.attribute("skipped").value(), "1");
  EXPECT_STREQ(suite.first_child().attribute("name").value(), "acks=1");
  auto few = MatrixWith({CellOf({Trial(Verdict::kUnprotected, 5, 1, 1)})});
  few.min_trials = 2;
  document.load_string(ToJunit(few).c_str());
  EXPECT_STREQ(document.first_element_by_path("testsuites/testsuite/testcase/error")
                   .attribute("message")
                   .value(),
               "1 conclusive trial, and 2 are wanted");
}

TEST(MatrixJunit, SaysWhyAndWhichRunsShowIt) {
  auto bad = CellOf({Trial(Verdict::kViolation, 5, 1, 1)});
  bad.runs = {{"cells/a", 7, Verdict::kPass}, {"cells/b", 8, Verdict::kViolation}};
  pugi::xml_document document;
  document.load_string(ToJunit(MatrixWith({bad})).c_str());
  EXPECT_STREQ(
      document.first_element_by_path("testsuites/testsuite/testcase/failure").text().get(),
      "violation\nrun: cells/a\nrun: cells/b\nagain: kproof run cells/b/scenario.yaml --seed "
      "8");
}

TEST(MatrixTable, HasARowACellAndWhatIsWrongBelow) {
  auto good = CellOf({Trial(Verdict::kUnprotected, 1234, 1, 1)});
  good.name = "as a choice";
  auto bad = CellOf({Trial(Verdict::kViolation, 5, 1, 1), Trial(Verdict::kPass, 0, 1, 1)});
  bad.at = {{"acks", "all"}};
  MatrixCell excluded;
  excluded.at = {{"acks", "all"}};
  excluded.excluded = "why not";
  const auto table = ToTable(MatrixWith({good, bad, excluded, excluded}));
  EXPECT_THAT(table, HasSubstr("acks  verdict"));
  EXPECT_THAT(table, HasSubstr("1,234 "));
  EXPECT_THAT(table, HasSubstr("violation 1/2"));
  EXPECT_THAT(table, HasSubstr("5! "));
  EXPECT_THAT(table, HasSubstr("2 cells: 1 violation, 1 unprotected"));
  EXPECT_THAT(table, HasSubstr("excluded: 2 cells: why not"));
  EXPECT_THAT(table, HasSubstr("acks=1: as a choice"));
  EXPECT_THAT(table, HasSubstr("acks=all: violation that nobody expected: violation"));
  EXPECT_THAT(table, Not(HasSubstr("acks=1: unprotected")));
}

}  // namespace
}  // namespace kproof

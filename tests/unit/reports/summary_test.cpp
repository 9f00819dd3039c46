// Worst of several, and what the table says of them.
#include "reports/summary.h"

#include <gtest/gtest.h>

#include "tests/unit/reports/sample.h"

namespace kproof {
namespace {

TEST(WorstExitCode, FollowsTheOrderOfTheContract) {
  const std::vector<int> worst_first = {1, 6, 5, 70, 4, 2, 3, 0};
  for (std::size_t worse = 0; worse < worst_first.size(); ++worse) {
    for (std::size_t better = worse; better < worst_first.size(); ++better) {
      EXPECT_EQ(WorstExitCode({worst_first[better], worst_first[worse]}), worst_first[worse]);
      EXPECT_EQ(WorstExitCode({worst_first[worse], worst_first[better]}), worst_first[worse]);
    }
  }
}

TEST(WorstExitCode, AnInterruptionNeverMasksAProvenLossAndIsNeverMaskedByADoubt) {
  EXPECT_EQ(WorstExitCode({130, 1, 0}), 1);
  EXPECT_EQ(WorstExitCode({0, 2, 143}), 143);
}

TEST(WorstExitCode, ACodeThatNobodyNamedIsNoPass) {
  EXPECT_EQ(WorstExitCode({0, 99, 2}), 99);
  EXPECT_EQ(WorstExitCode({}), 0);
}

TEST(SummaryTable, CountsClaimsAndControlsApart) {
  Result control = LossyRun();
  control.role = "control";
  control.verdict = Verdict::kPass;
  Result broken = CleanRun();
  broken.verdict = Verdict::kViolation;
  broken.reason = std::string(200, 'x');
  EXPECT_EQ(
      SummaryTable({CleanRun(), broken, control}, 1, false),
      R"(PASS          leader-kill        claim      21.4 s  84190 acked records, none lost, duplicated or reordered
VIOLATION     leader-kill        claim      21.4 s  xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…
PASS          leader-kill-acks1  control    21.4 s  1505 acked records are lost, and acks=1 allows it
1 of 2 claims pass (1 violation); 1 of 1 controls showed their anomaly; exit code 1
)");
}

TEST(SummaryTable, SaysNothingOfNothing) { EXPECT_EQ(SummaryTable({}, 0, false), ""); }

}  // namespace
}  // namespace kproof

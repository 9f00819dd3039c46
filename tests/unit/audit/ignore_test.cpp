// `ignore`: what the settings allow against a guarantee changes no verdict; everything else does.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/audit/flow_history.h"

namespace kproof {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

HistoryOf& AllowedLoss(HistoryOf& history) { return OneLost(history).Producer("acks", "1"); }

struct IgnoreRow {
  const char* name;
  void (*history)(HistoryOf&);
  Verdict verdict;
  Counts ignored;
};

const IgnoreRow kIgnoreRows[] = {
    {"AllowedLoss",
     [](HistoryOf& h) { AllowedLoss(h).Run(run_key::kIgnore, R"(["no-loss"])"); },
     Verdict::kPass,
     {{"lost", 1}}},
    {"AnotherGuarantee",
     [](HistoryOf& h) { AllowedLoss(h).Run(run_key::kIgnore, R"(["order"])"); },
     Verdict::kUnprotected,
     {}},
    {"BrokenPromise",
     [](HistoryOf& h) { OneLost(h).Run(run_key::kIgnore, R"(["no-loss"])"); },
     Verdict::kViolation,
     {}},
    {"PromiseThatIsNotKnown",
     [](HistoryOf& h) {
       OneLost(h)
           .Producer("acks", "?")
           .Producer("enable.idempotence", "false")
           .Run(run_key::kIgnore, R"(["no-loss"])");
     },
     Verdict::kInconclusive,
     {}},
    {"RequiredToo",
     [](HistoryOf& h) {
       AllowedLoss(h)
           .Run(run_key::kIgnore, R"(["no-loss"])")
           .Run(run_key::kRequire, R"(["no-loss"])");
     },
     Verdict::kViolation,
     {}},
    {"FailOnToo",
     [](HistoryOf& h) {
       AllowedLoss(h).Run(run_key::kIgnore, R"(["no-loss"])").Run(run_key::kFailOn, R"(["lost"])");
     },
     Verdict::kViolation,
     {}},
    {"ExpectedToo",
     [](HistoryOf& h) {
       AllowedLoss(h)
           .Run(run_key::kIgnore, R"(["no-loss"])")
           .Run(run_key::kExpect, R"({"lost": "> 0"})");
     },
     Verdict::kPass,
     {}},
    {"LimitBesides",
     [](HistoryOf& h) {
       AllowedLoss(h)
           .Run(run_key::kIgnore, R"(["no-loss"])")
           .Run(run_key::kLimits, R"({"ack_p99": "< 1ms"})");
     },
     Verdict::kLimit,
     {{"lost", 1}}},
    {"NothingToIgnore",
     [](HistoryOf& h) { Clean(h).Run(run_key::kIgnore, R"(["no-loss"])"); },
     Verdict::kPass,
     {}},
};

class Ignoring : public ::testing::TestWithParam<IgnoreRow> {};

TEST_P(Ignoring, ChangesWhatTheSettingsAllowAlone) {
  HistoryOf history;
  GetParam().history(history);
  const auto result = history.Judge();
  EXPECT_EQ(Name(result.verdict), Name(GetParam().verdict)) << result.reason;
  EXPECT_EQ(result.ignored, GetParam().ignored);
  for (const auto& finding : result.findings)
    EXPECT_EQ(finding.ignored, result.ignored.contains(finding.check)) << finding.check;
}

INSTANTIATE_TEST_SUITE_P(Table, Ignoring, ::testing::ValuesIn(kIgnoreRows),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(Ignored, IsSaidInTheLastLine) {
  HistoryOf history;
  const auto result = AllowedLoss(history).Run(run_key::kIgnore, R"(["no-loss"])").Judge();
  EXPECT_THAT(result.reason, testing::EndsWith("; ignored: lost 1"));
  EXPECT_THAT(result.reason, Not(HasSubstr("none was lost")));
  EXPECT_THAT(result.reason, Not(HasSubstr("excluded by no setting")));
  EXPECT_EQ(result.allowed, (Counts{{"lost", 1}}));
  EXPECT_EQ(result.ignore, (std::vector<std::string>{"no-loss"}));
}

// Settings promise nothing of it, so all of it is let pass.
TEST(Ignored, IsAllOfWhatNobodyPromises) {
  FlowHistory history;
  history.Acks(0, 3, 0).Final(Isolation::kUncommitted, {0, 1, 2}, 0, 3);
  history.Assigned(0).Consumes({0, 1, 2}).Assigned(1, true).Consumes({1, 2});
  history.Run(run_key::kIgnore, R"(["no-redelivery"])");
  const auto result = history.Judge();
  EXPECT_EQ(result.verdict, Verdict::kPass) << result.reason;
  EXPECT_EQ(result.ignored, (Counts{{"redelivered", 2}}));
  EXPECT_THAT(result.reason, testing::EndsWith("; ignored: redelivered 2"));
}

}  // namespace
}  // namespace kproof

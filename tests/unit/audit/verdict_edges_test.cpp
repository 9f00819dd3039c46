// The order of verdicts where several could be given, and what must not change one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audit/judge/run/run_info.h"
#include "tests/unit/audit/history.h"

namespace kproof {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

HistoryOf& OneUnprotected(HistoryOf& history) { return OneLost(history).Producer("acks", "1"); }
HistoryOf& FourExpired(HistoryOf& history) {
  return history.Acks(0, 9, 0).Reads(Pass::kFinal, 4, 5, 4).FinalBounds(4, 9);
}

struct EdgeRow {
  const char* name;
  void (*history)(HistoryOf&);
  Verdict verdict;
};

const EdgeRow kEdgeRows[] = {
    {"LimitBeforeUnprotected",
     [](HistoryOf& h) { OneUnprotected(h).Run(run_key::kLimits, R"({"ack_p99": "< 1ms"})"); },
     Verdict::kLimit},
    {"UnprotectedBeforeError",
     [](HistoryOf& h) { OneUnprotected(h).Run(run_key::kError, "a defect"); },
     Verdict::kUnprotected},
    {"ErrorBeforeUsage",
     [](HistoryOf& h) { h.Run(run_key::kError, "a defect").Run(run_key::kUsage, "no such name"); },
     Verdict::kError},
    {"UsageBeforeNotRun",
     [](HistoryOf& h) { h.Run(run_key::kUsage, "no such name").Run(run_key::kNotRun, "no Java"); },
     Verdict::kUsage},
    {"ErrorBeforeNotRun",
     [](HistoryOf& h) { h.Run(run_key::kError, "a defect").Run(run_key::kNotRun, "no Java"); },
     Verdict::kError},
    {"NotRunBeforeInterrupted",
     [](HistoryOf& h) {
       h.Run(run_key::kNotRun, "no Java").Run(run_key::kEnded, run_key::kInterrupted);
     },
     Verdict::kNotRun},
    {"InterruptedBeforeADoubt",
     [](HistoryOf& h) {
       Clean(h).Fault("crash", 0.5, 2, false).Run(run_key::kEnded, run_key::kInterrupted);
     },
     Verdict::kInterrupted},
    {"FailOnNamesWhatDidNotHappen",
     [](HistoryOf& h) { Clean(h).Run(run_key::kFailOn, R"(["lost"])"); }, Verdict::kPass},
    {"RequiredAndKept", [](HistoryOf& h) { Clean(h).Run(run_key::kRequire, R"(["no-loss"])"); },
     Verdict::kPass},
    {"ExpectedThoughThePromiseExcludesIt",
     [](HistoryOf& h) { OneLost(h).Run(run_key::kExpect, R"({"lost": "> 0"})"); }, Verdict::kPass},
    {"ExpectedWhateverTheSettingsAllow",
     [](HistoryOf& h) {
       OneLost(h)
           .Producer("acks", "?")
           .Producer("enable.idempotence", "false")
           .Run(run_key::kExpect, R"({"lost": "> 0"})");
     },
     Verdict::kPass},
    {"ExpectedButNothingWasRead",
     [](HistoryOf& h) {
       h.Acks(0, 9, 0).FinalBounds(0, 0).Run(run_key::kExpect, R"({"lost": "> 0"})");
     },
     Verdict::kInconclusive},
    {"ReadButNothingWasAcked",
     [](HistoryOf& h) {
       h.Settles(Outcome::kUnknown, 0, 9).Reads(Pass::kFinal, 0, 9, 0).FinalBounds(0, 9);
     },
     Verdict::kInconclusive},
    {"AGuaranteeThatNobodyKnows",
     [](HistoryOf& h) { Clean(h).Run(run_key::kRequire, R"(["luck"])"); }, Verdict::kInconclusive},
    {"ExpectedButNothingLooksForIt",
     [](HistoryOf& h) { Clean(h).Run(run_key::kExpect, R"({"torn": "= 0"})"); },
     Verdict::kInconclusive},
    {"AKeyThatCannotBeUnderstood", [](HistoryOf& h) { Clean(h).Run(run_key::kSeed, "seven"); },
     Verdict::kInconclusive},
    {"NeverSeenWholeAgain",
     [](HistoryOf& h) { Clean(h).Fault("crash", 0.5, 2).Event(0.4, "phase", "steady"); },
     Verdict::kInconclusive},
    {"NeverSeenWholeWithoutFaults", [](HistoryOf& h) { Clean(h).Event(0.4, "phase", "steady"); },
     Verdict::kPass},
    {"UnknownOutcomesOfAProducerWithAHole",
     [](HistoryOf& h) { Clean(h).Settles(Outcome::kUnknown, 100, 5).NeverCloses("checkout-0"); },
     Verdict::kPass},
    {"ExpiredForAReasonThatNobodyKnows",
     [](HistoryOf& h) { FourExpired(h).Topic("retention.ms", "?"); }, Verdict::kPass},
    {"ExpiredByBytesThatNobodyKnowsThoughNoLossIsRequired",
     [](HistoryOf& h) {
       FourExpired(h).Topic("retention.bytes", "?").Run(run_key::kRequire, R"(["no-loss"])");
     },
     Verdict::kInconclusive},
    {"ExpiredByAKnownRetentionThoughNoLossIsRequired",
     [](HistoryOf& h) {
       FourExpired(h).Topic("retention.ms", "1").Run(run_key::kRequire, R"(["no-loss"])");
     },
     Verdict::kPass},
    {"AControllerDiedUnasked",
     [](HistoryOf& h) { Clean(h).Event(3, "disturbance", "controller-4", "ended unasked"); },
     Verdict::kInconclusive},
    {"UncleanElectionAndADisturbanceOfNoNode",
     [](HistoryOf& h) {
       OneLost(h).Topic("unclean.leader.election.enable", "true").Fault("crash", 0.5, 2);
       h.Event(0.8, "disturbance", "payments/0", "ISR shrank");
     },
     Verdict::kViolation},
    {"AGhostOfAFailedSendWithoutTransactions",
     [](HistoryOf& h) {
       h.Producer("transactional.id", "").Acks(0, 3, 0).Settles(Outcome::kFailed, 3, 1);
       h.Reads(Pass::kFinal, 0, 4, 0).FinalBounds(0, 4);
     },
     Verdict::kViolation},
};

class VerdictEdges : public ::testing::TestWithParam<EdgeRow> {};

TEST_P(VerdictEdges, AreGiven) {
  HistoryOf history;
  GetParam().history(history);
  const auto result = history.Judge();
  EXPECT_EQ(Name(result.verdict), Name(GetParam().verdict)) << result.reason;
  EXPECT_EQ(result.verdict, GetParam().verdict);
}

INSTANTIATE_TEST_SUITE_P(Table, VerdictEdges, ::testing::ValuesIn(kEdgeRows),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(Allowed, IsTheCountOfWhatTheSettingsAllow) {
  HistoryOf history;
  const auto result = OneUnprotected(history).Judge();
  EXPECT_EQ(result.allowed, (std::map<std::string, std::uint64_t>{{"lost", 1}}));
  EXPECT_TRUE(result.findings.at(0).allowed);
}

TEST(Expectations, ThatCannotBeUnderstoodSaySo) {
  HistoryOf history;
  const auto result = Clean(history).Run(run_key::kExpect, R"({"lost": "many"})").Judge();
  EXPECT_THAT(result.doubts,
              ElementsAre("the expectation 'lost many' is not a bound such as '> 0'"));
}

TEST(Doubts, NameTheFaultThatWasNotInjected) {
  HistoryOf history;
  FaultFact fault;
  fault.fault = "kill";
  fault.target = "leader of payments/0";
  fault.problem = "nobody led";
  Clean(history).writer().Put(fault);
  EXPECT_THAT(history.Judge().doubts,
              ElementsAre("fault 'kill' on leader of payments/0 was not injected: nobody led"));
}

TEST(Doubts, NameTheProblemOfAFaultThatBitAndHealed) {
  HistoryOf history;
  FaultFact fault;
  fault.fault = "kill";
  fault.target = "leader of payments/0";
  fault.failure_class = "crash";
  fault.from = 500'000;
  fault.to = 2'000'000;
  fault.bit = fault.healed = true;
  fault.problem = "it took 40 s";
  Clean(history).writer().Put(fault);
  EXPECT_THAT(history.Judge().doubts,
              ElementsAre("fault 'kill' on leader of payments/0: it took 40 s"));
}

TEST(Doubts, AFaultThatNobodyMeasuredDidNotBite) {
  HistoryOf history;
  FaultFact fault;
  fault.failure_class = "crash";
  fault.from = 500'000;
  fault.to = 2'000'000;
  fault.healed = true;
  Clean(history).writer().Put(fault);
  EXPECT_THAT(history.Judge().doubts, ElementsAre(HasSubstr("did not bite")));
}

TEST(Doubts, AGapOfNothingIsNotMeasured) {
  HistoryOf history;
  const auto result =
      history.Run(run_key::kLimits, R"({"longest_ack_gap": "< 1s", "longest_read_gap": "< 1s"})")
          .Judge();
  EXPECT_TRUE(result.limits.empty());
  EXPECT_THAT(result.doubts,
              Contains("the limit longest_ack_gap < 1s could not be measured: it needs acks"));
  EXPECT_THAT(
      result.doubts,
      Contains("the limit longest_read_gap < 1s could not be measured: it needs live reads"));
}

TEST(Limits, RecoveryCountsFromTheLastFault) {
  HistoryOf history;
  Clean(history).Fault("crash", 0.2, 1).Fault("crash", 3, 6).Event(7, "phase", "whole");
  const auto result = history.Run(run_key::kLimits, R"({"recovery": "< 2s"})").Judge();
  EXPECT_EQ(result.verdict, Verdict::kPass) << result.reason;
  EXPECT_EQ(result.limits.at(0).measured, "1.0 s");
}

TEST(Disturbances, HolesThatExplainNothingAreTold) {
  HistoryOf history;
  EXPECT_THAT(Clean(history).NeverCloses("monitor-0").Judge().disturbances,
              ElementsAre("facts of monitor-0 may be missing: it was opened and never closed"));
}

TEST(Bounds, AreComparedAsTheyAreWritten) {
  const auto keeps = [](std::uint64_t value, const char* bound) { return Keeps(value, bound); };
  EXPECT_EQ(keeps(4, "< 5"), true);
  EXPECT_EQ(keeps(5, "< 5"), false);
  EXPECT_EQ(keeps(5, "<= 5"), true);
  EXPECT_EQ(keeps(6, "<=5"), false);
  EXPECT_EQ(keeps(6, "> 5"), true);
  EXPECT_EQ(keeps(5, "> 5"), false);
  EXPECT_EQ(keeps(5, ">= 5"), true);
  EXPECT_EQ(keeps(4, ">= 5"), false);
  EXPECT_EQ(keeps(5, "= 5"), true);
  EXPECT_EQ(keeps(5, "== 5"), true);
  EXPECT_EQ(keeps(4, "= 5"), false);
  for (const char* nonsense : {"5", "", "~ 5", "> -1", "> many"})
    EXPECT_EQ(keeps(5, nonsense), std::nullopt) << nonsense;
}

TEST(ExitCodes, AreThoseOfTheContract) {
  EXPECT_EQ(ExitCode(Verdict::kPass), 0);
  EXPECT_EQ(ExitCode(Verdict::kViolation), 1);
  EXPECT_EQ(ExitCode(Verdict::kInconclusive), 2);
  EXPECT_EQ(ExitCode(Verdict::kNotRun), 4);
  EXPECT_EQ(ExitCode(Verdict::kLimit), 5);
  EXPECT_EQ(ExitCode(Verdict::kUnprotected), 6);
  EXPECT_EQ(ExitCode(Verdict::kUsage), 64);
  EXPECT_EQ(ExitCode(Verdict::kError), 70);
  EXPECT_EQ(ExitCode(Verdict::kInterrupted), 130);
}

}  // namespace
}  // namespace kproof

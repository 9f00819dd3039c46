// The table of verdicts: a row is a history and what must be said of it.
#include <gtest/gtest.h>

#include "audit/judge/registry.h"
#include "tests/unit/audit/history.h"

namespace kproof {
namespace {

struct VerdictRow {
  const char* name;
  void (*history)(HistoryOf&);
  Verdict verdict;
};

const VerdictRow kVerdictRows[] = {
    {"Clean", [](HistoryOf& h) { Clean(h); }, Verdict::kPass},
    {"FaultThatBit", [](HistoryOf& h) { Clean(h).Fault("crash", 0.5, 2); }, Verdict::kPass},
    {"PromisedLoss", [](HistoryOf& h) { OneLost(h); }, Verdict::kViolation},
    {"AllowedLoss", [](HistoryOf& h) { OneLost(h).Producer("acks", "1"); }, Verdict::kUnprotected},
    {"AllowedLossThatIsRequiredNotToBe",
     [](HistoryOf& h) {
       OneLost(h).Producer("acks", "1").Run(run_key::kRequire, R"(["no-loss"])");
     },
     Verdict::kViolation},
    {"AllowedLossThatFailOnNames",
     [](HistoryOf& h) { OneLost(h).Producer("acks", "1").Run(run_key::kFailOn, R"(["lost"])"); },
     Verdict::kViolation},
    {"UnreadableAcks",
     [](HistoryOf& h) { OneLost(h).Producer("acks", "?").Producer("enable.idempotence", "false"); },
     Verdict::kInconclusive},
    {"ExpectedLoss",
     [](HistoryOf& h) {
       OneLost(h).Producer("acks", "1").Run(run_key::kExpect, R"({"lost": "> 0"})");
     },
     Verdict::kPass},
    {"ExpectedLossThatDidNotCome",
     [](HistoryOf& h) { Clean(h).Run(run_key::kExpect, R"({"lost": "> 0"})"); },
     Verdict::kInconclusive},
    {"ALossThatMayBe",
     [](HistoryOf& h) {
       OneLost(h).Producer("acks", "1").Run(run_key::kExpect, R"({"lost": ">= 0"})");
     },
     Verdict::kPass},
    {"ALossThatMayBeAndDidNotCome",
     [](HistoryOf& h) { Clean(h).Run(run_key::kExpect, R"({"lost": ">= 0"})"); }, Verdict::kPass},
    {"NonsenseExpected",
     [](HistoryOf& h) { Clean(h).Run(run_key::kExpect, R"({"lost": "many"})"); },
     Verdict::kInconclusive},
    {"FaultThatDidNotBite", [](HistoryOf& h) { Clean(h).Fault("crash", 0.5, 2, false); },
     Verdict::kInconclusive},
    {"FaultThatDidNotHeal", [](HistoryOf& h) { Clean(h).Fault("crash", 0.5, 2, true, false); },
     Verdict::kInconclusive},
    {"LossUnderAFaultThatDidNotBite",
     [](HistoryOf& h) { OneLost(h).Fault("crash", 0.5, 2, false); }, Verdict::kViolation},
    {"Problem", [](HistoryOf& h) { Clean(h).Event(3, "problem", "deadline"); },
     Verdict::kInconclusive},
    {"LossInAHistoryThatWasCut",
     [](HistoryOf& h) { OneLost(h).Run(run_key::kCut, "the 'end' is missing"); },
     Verdict::kInconclusive},
    {"NothingAmissInAHistoryThatWasCut",
     [](HistoryOf& h) { Clean(h).Run(run_key::kCut, "the 'end' is missing"); },
     Verdict::kInconclusive},
    {"NodeDiedUnasked",
     [](HistoryOf& h) {
       Clean(h).Event(3, "disturbance", "broker-2", "ended unasked: exit code 1");
     },
     Verdict::kInconclusive},
    {"OtherDisturbance",
     [](HistoryOf& h) { Clean(h).Event(3, "disturbance", "payments/0", "ISR shrank"); },
     Verdict::kPass},
    {"ControlThatExpectsNothing", [](HistoryOf& h) { Clean(h).Run(run_key::kRole, "control"); },
     Verdict::kInconclusive},
    {"ReadLiveButNotByTheFinalPass",
     [](HistoryOf& h) {
       h.Acks(0, 9, 0)
           .Reads(Pass::kLive, 0, 9, 0)
           .Reads(Pass::kFinal, 0, 5, 0)
           .FinalBounds(0, 9, 5);
     },
     Verdict::kInconclusive},
    {"ReadLiveWithoutAFinalPass", [](HistoryOf& h) { h.Acks(0, 9, 0).Reads(Pass::kLive, 0, 9, 0); },
     Verdict::kPass},
    {"PhantomWhateverIsPromised",
     [](HistoryOf& h) {
       h.Producer("acks", "0").Acks(0, 9, 0).Reads(Pass::kFinal, 0, 10, 0).FinalBounds(0, 10);
     },
     Verdict::kViolation},
    {"ExpiredAlone",
     [](HistoryOf& h) {
       h.Topic("retention.ms", "1").Acks(0, 9, 0).Reads(Pass::kFinal, 4, 5, 4).FinalBounds(4, 9);
     },
     Verdict::kPass},
    {"ExpiredThatFailOnNames",
     [](HistoryOf& h) {
       h.Topic("retention.ms", "1").Acks(0, 9, 0).Reads(Pass::kFinal, 4, 5, 4).FinalBounds(4, 9);
       h.Run(run_key::kFailOn, R"(["expired"])");
     },
     Verdict::kViolation},
    {"FailOnBeatsExpect",
     [](HistoryOf& h) {
       OneLost(h).Run(run_key::kExpect, R"({"lost": "> 0"})").Run(run_key::kFailOn, R"(["lost"])");
     },
     Verdict::kViolation},
    {"OneExpectedAndAnotherNot",
     [](HistoryOf& h) { OneLost(h).Corrupt(3, 3).Run(run_key::kExpect, R"({"lost": "> 0"})"); },
     Verdict::kViolation},
    {"UncleanElectionAfterOneOrderedCrash",
     [](HistoryOf& h) {
       OneLost(h).Topic("unclean.leader.election.enable", "true").Fault("crash", 0.5, 2);
     },
     Verdict::kViolation},
    {"UncleanElectionAfterASecondCrashThatNobodyOrdered",
     [](HistoryOf& h) {
       OneLost(h).Topic("unclean.leader.election.enable", "true").Fault("crash", 0.5, 2);
       h.Event(0.8, "disturbance", "broker-3", "ended unasked: exit code 3");
     },
     Verdict::kUnprotected},
    {"EndedInAnUnknownWay", [](HistoryOf& h) { Clean(h).Run(run_key::kEnded, "?"); },
     Verdict::kInconclusive},
    {"Killed", [](HistoryOf& h) { Clean(h).Run(run_key::kEnded, ""); }, Verdict::kInconclusive},
    {"KilledButLost", [](HistoryOf& h) { OneLost(h).Run(run_key::kEnded, ""); },
     Verdict::kViolation},
    {"Interrupted", [](HistoryOf& h) { Clean(h).Run(run_key::kEnded, run_key::kInterrupted); },
     Verdict::kInterrupted},
    {"NotRun", [](HistoryOf& h) { h.Run(run_key::kNotRun, "no Java"); }, Verdict::kNotRun},
    {"Error", [](HistoryOf& h) { h.Run(run_key::kError, "a defect"); }, Verdict::kError},
    {"SlowAsItHasToBe",
     [](HistoryOf& h) {
       Clean(h).Run(run_key::kLimits, R"({"longest_ack_gap": "< 1us"})");
       h.Run(run_key::kExpect, R"({"limit": "longest_ack_gap"})");
     },
     Verdict::kPass},
    {"FastThoughItHasToBeSlow",
     [](HistoryOf& h) {
       Clean(h).Run(run_key::kLimits, R"({"longest_ack_gap": "< 900s"})");
       h.Run(run_key::kExpect, R"({"limit": "longest_ack_gap"})");
     },
     Verdict::kInconclusive},
    {"SlowInAnotherWayThanItHasToBe",
     [](HistoryOf& h) {
       Clean(h).Run(run_key::kLimits,
                    R"({"longest_ack_gap": "< 1us", "longest_read_gap": "< 900s"})");
       h.Run(run_key::kExpect, R"({"limit": "longest_read_gap"})");
     },
     Verdict::kLimit},
    {"InDoubtAsItHasToBe",
     [](HistoryOf& h) {
       Clean(h).Fault("crash", 0.5, 2, false).Event(2.5, "phase", "whole");
       h.Run(run_key::kExpect, R"({"inconclusive": "did not bite"})");
     },
     Verdict::kPass},
    {"InDoubtForAnotherReason",
     [](HistoryOf& h) {
       Clean(h).Fault("crash", 0.5, 2, true, false).Event(2.5, "phase", "whole");
       h.Run(run_key::kExpect, R"({"inconclusive": "did not bite"})");
     },
     Verdict::kInconclusive},
    {"NotInDoubtThoughItHasToBe",
     [](HistoryOf& h) { Clean(h).Run(run_key::kExpect, R"({"inconclusive": "did not bite"})"); },
     Verdict::kInconclusive},
    {"InDoubtAsItHasToBeButLost",
     [](HistoryOf& h) {
       OneLost(h).Fault("crash", 0.5, 2, false);
       h.Run(run_key::kExpect, R"({"inconclusive": "did not bite"})");
     },
     Verdict::kViolation},
    {"NothingAcked", [](HistoryOf&) {}, Verdict::kInconclusive},
    {"NothingRead", [](HistoryOf& h) { h.Acks(0, 10, 0); }, Verdict::kInconclusive},
    {"AckedOnlyAfterWhole",
     [](HistoryOf& h) {
       h.Event(0.9, "phase", "whole")
           .Fault("crash", 0.2, 0.5)
           .Acks(0, 9, 0, 3)
           .Reads(Pass::kFinal, 0, 9, 0)
           .FinalBounds(0, 9);
     },
     Verdict::kInconclusive},
    {"LimitKept", [](HistoryOf& h) { Clean(h).Run(run_key::kLimits, R"({"ack_p99": "< 1s"})"); },
     Verdict::kPass},
    {"LimitPassed", [](HistoryOf& h) { Clean(h).Run(run_key::kLimits, R"({"ack_p99": "< 1ms"})"); },
     Verdict::kLimit},
    {"LossBeforeLimit",
     [](HistoryOf& h) { OneLost(h).Run(run_key::kLimits, R"({"ack_p99": "< 1ms"})"); },
     Verdict::kViolation},
    {"LimitThatNothingMeasures",
     [](HistoryOf& h) { Clean(h).Run(run_key::kLimits, R"({"luck": "< 1ms"})"); },
     Verdict::kInconclusive},
    {"RequiredButNotChecked",
     [](HistoryOf& h) { Clean(h).Run(run_key::kRequire, R"(["exactly-once"])"); },
     Verdict::kInconclusive},
    {"UnsettledSendsOfAProducerWithAHole",
     [](HistoryOf& h) { Clean(h).Sent(105).NeverCloses("checkout-0"); }, Verdict::kInconclusive},
    {"UnsettledSendsOfATrustedProducer", [](HistoryOf& h) { Clean(h).Sent(105); }, Verdict::kPass},
    {"AHoleThatExplainsNothing", [](HistoryOf& h) { Clean(h).NeverCloses("monitor-0"); },
     Verdict::kPass},
};

class Verdicts : public ::testing::TestWithParam<VerdictRow> {};

TEST_P(Verdicts, AsTheTableSays) {
  HistoryOf history;
  GetParam().history(history);
  const auto result = history.Judge();
  EXPECT_EQ(Name(result.verdict), Name(GetParam().verdict)) << result.reason;
  EXPECT_EQ(result.verdict, GetParam().verdict);
  EXPECT_FALSE(result.reason.empty());
  // Each check, and records sent, acked, failed, unknown and read.
  EXPECT_EQ(result.counts.size(), Checkers().size() + 5);
}

INSTANTIATE_TEST_SUITE_P(Table, Verdicts, ::testing::ValuesIn(kVerdictRows),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(Availability, TheSilenceBeforeTheEndOfTheLoadIsAGap) {
  const auto result = HistoryOf()
                          .Acks(0, 1, 0, 1.0)
                          .Acks(1, 1, 1, 4.5)
                          .Acks(2, 1, 2, 5.0)
                          .Event(9, "phase", "drained")
                          .Fault("crash", 1.2, 4)
                          .Judge();
  EXPECT_NEAR(result.availability.longest_ack_gap_s, 4.0, 0.011);
  ASSERT_EQ(result.faults.size(), 1u);
  EXPECT_FALSE(result.faults[0].first_ack_after_s.has_value());
}

TEST(Availability, TheFirstAckAfterAFaultEndsTheLongestSilence) {
  const auto result = HistoryOf()
                          .Acks(0, 1, 0, 1.0)
                          .Acks(1, 1, 1, 1.21)
                          .Acks(2, 1, 2, 4.5)
                          .Event(5, "phase", "drained")
                          .Fault("crash", 1.2, 4)
                          .Judge();
  EXPECT_NEAR(result.faults.at(0).first_ack_after_s.value_or(0), 4.5, 0.011);
}

}  // namespace
}  // namespace kproof

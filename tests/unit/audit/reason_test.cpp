// What a run says of itself is true: the sentence of a pass, of what the settings allow, and of
// what is pending.
#include "audit/judge/verdict/reason.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/audit/history.h"

namespace kproof {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

// A clean run in which everything that a pass tells of is promised.
Result Passed() {
  Result result;
  result.counts = {{"acked", 1'234}, {"lost", 0}, {"duplicated", 0}, {"reordered", 0}};
  result.promise = {{"no-loss", {true, "rule", "why"}},
                    {"no-duplicates", {true, "rule", "why"}},
                    {"order", {true, "rule", "why"}}};
  result.at_stake = 1'000;
  return result;
}

FaultReport Kill() {
  FaultReport kill;
  kill.fault = "kill";
  kill.from_s = 1;
  return kill;
}

Finding FoundOf(const std::string& check, std::uint64_t count) {
  Finding finding;
  finding.check = check;
  finding.count = count;
  return finding;
}

TEST(ShortReason, LeavesOutTheFirstRecordAndWhatToWrite) {
  auto lost = FoundOf("lost", 6'820);
  lost.examples.resize(1);
  lost.examples[0].origin = "checkout-0 (a)";
  lost.examples[0].during = "kill";
  const auto whole =
      Describe(lost) + ": the settings allow it, acks-1: why" + Advice(Passed(), {"no-loss"});
  EXPECT_EQ(ShortReason(whole + "; ignored: reordered 135"),
            "lost 6,820: the settings allow it, acks-1: why; it happened without any fault; "
            "ignored: reordered 135");
  EXPECT_EQ(ShortReason(Describe(lost) + "; " + Describe(lost)), "lost 6,820; lost 6,820");
}

TEST(ShortReason, LeavesWhatIsNotOursAsItIs) {
  for (const char* text : {"", "a (first: b", "no leader (first: never", "a, to accept it b]",
                           "a; to make it a violation write nothing"})
    EXPECT_EQ(ShortReason(text), text);
}

TEST(PassReason, TellsWhatWasPromisedAndWhatWasAtStake) {
  auto result = Passed();
  result.faults = {Kill()};
  EXPECT_EQ(PassReason(result),
            "1,234 records acked, none lost, duplicated or reordered; 1,000 of them were at stake");
}

TEST(PassReason, WithoutAFaultNothingWasAtStake) {
  EXPECT_EQ(PassReason(Passed()), "1,234 records acked, none lost, duplicated or reordered");
}

TEST(PassReason, TellsHowManySendsWereNotAckedWhereThatIsExpected) {
  auto result = Passed();
  result.counts["unknown"] = 1'204;
  result.expect = {{"unknown", "> 0"}};
  EXPECT_EQ(PassReason(result),
            "1,234 records acked, none lost, duplicated or reordered; as expected unknown 1,204");
}

TEST(PassReason, WhatIsNotPromisedIsNotWordedAsIfItHeld) {
  auto result = Passed();
  result.promise["order"].holds = false;
  EXPECT_EQ(PassReason(result),
            "1,234 records acked, none lost or duplicated; order is not promised, and none was "
            "reordered");
  result.require = {"order"};
  EXPECT_EQ(PassReason(result), "1,234 records acked, none lost, duplicated or reordered");
  result.require = {};
  result.counts["reordered"] = 135;
  result.ignored = {{"reordered", 135}};
  EXPECT_EQ(PassReason(result),
            "1,234 records acked, none lost or duplicated; order is not promised");
}

TEST(PassReason, NothingPromisedIsSaid) {
  auto result = Passed();
  result.promise["no-loss"].holds = false;
  result.promise["no-duplicates"].holds = false;
  result.promise["order"].holds = std::nullopt;
  EXPECT_EQ(PassReason(result),
            "1,234 records acked; no-loss and no-duplicates are not promised; whether order is "
            "promised is not known, and none was lost, duplicated or reordered");
}

TEST(PassReason, TellsOtherGuaranteesThatHeld) {
  auto result = Passed();
  result.require = {"at-least-once"};
  result.promise["atomic"] = {true, "rule", "why"};
  EXPECT_THAT(PassReason(result), HasSubstr("; atomic and at-least-once held"));
}

TEST(PassReason, TellsWhatWasSeenAndIsExcludedByNothing) {
  auto result = Passed();
  result.counts["redelivered"] = 3;
  result.findings = {FoundOf("redelivered", 3)};
  EXPECT_THAT(PassReason(result), HasSubstr("; seen, but excluded by no setting: redelivered 3"));
}

TEST(PassReason, OneRecordIsOneRecord) {
  auto result = Passed();
  result.counts["acked"] = 1;
  EXPECT_THAT(PassReason(result), HasSubstr("1 record acked, none lost"));
}

TEST(Unprotected, SaysWhatToDo) {
  HistoryOf history;
  const auto result = OneLost(history).Producer("acks", "1").Fault("crash", 0.5, 2).Judge();
  EXPECT_EQ(result.verdict, Verdict::kUnprotected);
  EXPECT_THAT(result.reason,
              HasSubstr("; to make it a violation write require: [no-loss], to accept "
                        "it ignore: [no-loss]"));
  EXPECT_THAT(result.reason, Not(HasSubstr("it happened without any fault")));
}

// The record of sequence 1 stands behind that of sequence 2.
TEST(Unprotected, WithoutAFaultNoOutageExplainsIt) {
  HistoryOf history;
  history.Producer("enable.idempotence", "false")
      .Producer("max.in.flight.requests.per.connection", "5");
  history.Producer("retries", "10").Producer("message.timeout.ms", "30000");
  history.Acks(0, 1, 0).Acks(2, 1, 1).Acks(1, 1, 2);
  history.Reads(Pass::kFinal, 0, 1, 0).Reads(Pass::kFinal, 2, 1, 1).Reads(Pass::kFinal, 1, 1, 2);
  const auto result = history.FinalBounds(0, 3).Judge();
  EXPECT_EQ(result.verdict, Verdict::kUnprotected) << result.reason;
  EXPECT_THAT(result.reason, HasSubstr("delivery time-out 30000 ms, no fault)"));
  EXPECT_THAT(result.reason,
              HasSubstr("; it happened without any fault; to make it a violation write "
                        "require: [order], to accept it ignore: [order]"));
  EXPECT_THAT(result.reason, Not(HasSubstr("outage")));
}

TEST(Pending, OfWhatALiveReaderReadNobodySaysThatNobodyDid) {
  HistoryOf history;
  history.Topic("cleanup.policy", "compact").Acks(0, 9, 0);
  history.Reads(Pass::kLive, 0, 9, 0).Reads(Pass::kFinal, 0, 6, 0).FinalBounds(0, 9);
  const auto result = history.Judge();
  EXPECT_EQ(result.counts.at("pending"), 3u);
  EXPECT_THAT(
      result.doubts,
      ElementsAre("3 acked records are pending: absent from a compacted topic, where a later "
                  "record of the same key may stand instead"));
  EXPECT_EQ(result.findings.at(0).evidence,
            (std::map<std::string, std::uint64_t>{{"compacted", 3}}));
}

TEST(Pending, WhatNobodyReadIsToldSo) {
  HistoryOf history;
  const auto result = history.Acks(0, 9, 0).Reads(Pass::kLive, 0, 6, 0).Judge();
  EXPECT_THAT(result.doubts,
              Contains("3 acked records are pending: no reader has passed their offsets"));
  EXPECT_EQ(result.findings.at(0).evidence, (std::map<std::string, std::uint64_t>{{"unread", 3}}));
}

TEST(AtStake, WhereEverythingIsPendingAndNoFaultWasNobodySpeaksOfStakes) {
  HistoryOf history;
  const auto result =
      history.Acks(0, 9, 0).Settles(Outcome::kUnknown, 9, 1).Reads(Pass::kLive, 9, 1, 20).Judge();
  EXPECT_EQ(result.at_stake, 0u);
  EXPECT_THAT(result.doubts,
              Contains("every acked record is pending or expired, so nothing was tested"));
  EXPECT_THAT(result.doubts, Not(Contains(HasSubstr("at stake"))));
}

// The client said "acked", and then "failed" of the second: one record is acked.
TEST(AtStake, IsNeverMoreThanWasAcked) {
  HistoryOf history;
  history.Fault("crash", 0.5, 2).Event(5, "phase", "whole");
  history.Acks(0, 2, 0, 1).Settles(Outcome::kFailed, 1, 1, 1.5);
  history.Reads(Pass::kFinal, 0, 1, 0).FinalBounds(0, 1);
  const auto result = history.Judge();
  EXPECT_EQ(result.counts.at("acked"), 1u);
  EXPECT_EQ(result.at_stake, 1u);
  EXPECT_EQ(result.acked_under_fault, 1u);
}

TEST(AtStake, WhatWasAckedTwiceCountsOnce) {
  HistoryOf history;
  history.Fault("crash", 0.5, 2).Event(5, "phase", "whole");
  history.Acks(0, 3, 0, 1).Acks(1, 2, 1, 1.5).Reads(Pass::kFinal, 0, 3, 0).FinalBounds(0, 3);
  const auto result = history.Judge();
  EXPECT_EQ(result.counts.at("acked"), 3u);
  EXPECT_EQ(result.at_stake, 3u);
  EXPECT_EQ(result.acked_under_fault, 3u);
}

}  // namespace
}  // namespace kproof

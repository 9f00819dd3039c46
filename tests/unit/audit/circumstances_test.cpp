// What surrounds the records: disturbances, exposure, recovery, two isolations, two clusters, and
// checkers that fail.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/base/error.h"
#include "harness/base/sqlite.h"
#include "tests/unit/audit/history.h"

namespace kproof {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

bool IsZero(const Result& result, const std::string& name) { return result.counts.at(name) == 0; }

// The subjects are those of harness/observe: nodes, partitions and "machine".
TEST(Disturbances, AreNamedInTheVerdict) {
  HistoryOf isr;
  const auto shrunk = Clean(isr)
                          .Event(3, "disturbance", "payments/0", "ISR lost broker 3, now 1 2")
                          .Event(4, "disturbance", "machine", "machine stalled for 900 ms")
                          .Judge();
  EXPECT_EQ(shrunk.verdict, Verdict::kPass);
  EXPECT_THAT(shrunk.disturbances, Contains("3.0 s: payments/0: ISR lost broker 3, now 1 2"));
  EXPECT_THAT(shrunk.disturbances, Contains("4.0 s: machine: machine stalled for 900 ms"));
  EXPECT_THAT(shrunk.reason, HasSubstr("2 disturbances, the first at 3.0 s: payments/0: ISR lost"));
  HistoryOf death;
  const auto died = Clean(death).Event(3, "disturbance", "broker-2", "ended unasked").Judge();
  EXPECT_EQ(died.verdict, Verdict::kInconclusive);
  EXPECT_THAT(died.reason, HasSubstr("broker-2: ended unasked"));
}

// A store whose spans tell of offsets that they don't hold: the checker that decodes them throws.
TEST(Checkers, OneThatFailsMakesTheRunInconclusive) {
  HistoryOf history;
  history.Acks(0, 10, 0).Reads(Pass::kFinal, 0, 9, 0).FinalBounds(0, 20);
  history.Acks(0, 3, 9, 1, 0, 1).Reads(Pass::kFinal, 0, 3, 9, 0, -1, 1);  // of life 1, at 9 … 11
  ASSERT_EQ(history.Judge().verdict, Verdict::kViolation);
  Database(history.path(), Database::Mode::kWrite)
      .Execute("UPDATE read SET offsets = x'07' WHERE first_offset = 9");
  const auto result = history.Judge();
  EXPECT_EQ(result.verdict, Verdict::kInconclusive);
  EXPECT_THAT(result.not_tested, Contains("lost"));
  EXPECT_THAT(result.reason, HasSubstr("checker 'lost' failed"));
}

TEST(Checkers, DamageThatNobodyCanReadPastIsAnError) {
  HistoryOf history;
  Clean(history).Judge();
  Database(history.path(), Database::Mode::kWrite).Execute("UPDATE settled SET latency = x'ff'");
  EXPECT_THROW(history.Judge(), Error);
}

TEST(Exposure, CountsAcksFromTheFirstFaultUntilTheClusterIsWhole) {
  const auto result = HistoryOf()
                          .Acks(0, 10, 0, 0.5)
                          .Acks(10, 20, 10, 2)
                          .Acks(30, 40, 30, 6)
                          .Reads(Pass::kFinal, 0, 70, 0)
                          .FinalBounds(0, 70)
                          .Fault("crash", 1, 3)
                          .Event(5, "phase", "whole")
                          .Judge();
  EXPECT_EQ(result.acked_under_fault, 20u);
  EXPECT_EQ(result.at_stake, 30u);
  EXPECT_EQ(result.verdict, Verdict::kPass) << result.reason;
}

TEST(Exposure, WhatIsPendingWasNotAtStake) {
  const auto result = HistoryOf().Acks(0, 10, 0).Reads(Pass::kLive, 0, 4, 0).Judge();
  EXPECT_EQ(result.counts.at("pending"), 6u);
  EXPECT_EQ(result.at_stake, 4u);
}

PartitionState StateOf(double at, std::vector<std::int32_t> isr, const std::string& cluster) {
  return {static_cast<RunMicros>(at * 1e6), 1, "payments", 0, 1, 1, {1, 2, 3}, isr, {}, cluster};
}

TEST(Faults, TheIsrIsFullAfterTheUndoOnceAllReplicasAreBack) {
  HistoryOf history;
  Clean(history).Fault("crash", 1, 3);
  for (const auto& state : {StateOf(0.5, {1, 2, 3}, "main"), StateOf(1.5, {1, 3}, "main"),
                            StateOf(2, {1, 3}, "east"), StateOf(7.5, {1, 2, 3}, "main")})
    history.writer().Add(state);
  EXPECT_EQ(history.Judge().faults.at(0).isr_full_after_s, 7.5);
}

TEST(Faults, TheIsrThatWasNeverSeenFullAgainIsUnknown) {
  HistoryOf history;
  Clean(history).Fault("crash", 1, 3);
  history.writer().Add(StateOf(1.5, {1, 3}, "main"));
  EXPECT_FALSE(history.Judge().faults.at(0).isr_full_after_s.has_value());
}

class TwoIsolations : public ::testing::Test {
 protected:
  // Records first … first + count - 1 at their own offsets.
  void ReadCommitted(std::uint64_t first, std::uint64_t count) {
    ReadSpan span;
    span.first_sequence = first;
    span.count = count;
    for (std::uint64_t i = first; i < first + count; ++i) {
      span.offsets.Push(static_cast<std::int64_t>(i));
      span.digest.Add(i, static_cast<std::int64_t>(i));
    }
    history_.writer().Add("final", Pass::kFinal, Isolation::kCommitted,
                          {"main", 0xabcd, 0, "payments", 0}, span);
  }
  void CommittedBounds(std::int64_t end) {
    history_.writer().Add("final", Isolation::kCommitted,
                          Bounds{"payments", 0, 0, end, std::nullopt});
  }
  HistoryOf history_;
};

TEST_F(TwoIsolations, CountEachPlaceOnce) {
  Clean(history_);
  ReadCommitted(0, 100);
  CommittedBounds(100);
  const auto result = history_.Judge();
  EXPECT_TRUE(IsZero(result, "duplicated"));
  EXPECT_EQ(result.counts.at("read"), 200u);
  EXPECT_EQ(result.verdict, Verdict::kPass) << result.reason;
}

TEST_F(TwoIsolations, OneThatEndsEarlierLosesNothing) {
  Clean(history_);
  ReadCommitted(0, 60);
  CommittedBounds(60);
  EXPECT_EQ(history_.Judge().verdict, Verdict::kPass);
}

TEST_F(TwoIsolations, ACommittedPassSaysNothingOfWhatLiesPastItsEnd) {
  history_.Acks(0, 100, 0);
  ReadCommitted(0, 60);
  CommittedBounds(61);
  const auto result = history_.Judge();
  EXPECT_EQ(result.counts.at("lost"), 1u);
  EXPECT_EQ(result.counts.at("pending"), 39u);
}

// What a harness leaves that was killed while a fault was on: it had noted the fault, and no end.
TEST(Circumstances, AFaultWithoutAnEndWasActiveWhenTheRunEnded) {
  HistoryOf history;
  Clean(history).Run(run_key::kEnded, "");
  FaultFact pause;
  pause.fault = "pause";
  pause.failure_class = "pause";
  pause.target = "followers of payments/0";
  pause.nodes = {1, 3};
  pause.from = 500'000;
  pause.bit = true;
  history.writer().Put(pause);
  const auto result = history.Judge();
  EXPECT_EQ(result.verdict, Verdict::kInconclusive);
  EXPECT_THAT(result.doubts,
              Contains("fault 'pause' on followers of payments/0 was active when the run ended"));
}

// Clusters "main" and "east" with a topic of one name, one producer with one origin id in both, and
// everything in "main" whole.
class TwoClusters : public ::testing::Test {
 protected:
  TwoClusters() {
    Clean(history_);
    auto& store = history_.writer();
    store.AddTopic({"east", "payments", 2, 3});
    store.OpenActor({"final-east", "east", ActorKind::kFinalReader, "", "", 14}, 0);
    store.CloseActor("final-east", 9'000'000);
    Topic("min.insync.replicas", "2");
    Topic("unclean.leader.election.enable", "false");
    Topic("retention.ms", "604800000");
    Topic("retention.bytes", "-1");
    SettledSpan acks;
    acks.count = 10;
    ReadSpan reads;
    reads.count = 9;
    for (std::uint64_t i = 0; i < 10; ++i) {
      acks.offsets.Push(static_cast<std::int64_t>(i));
      acks.digest.Add(i, static_cast<std::int64_t>(i));
      if (i == 9) continue;
      reads.offsets.Push(static_cast<std::int64_t>(i));
      reads.digest.Add(i, static_cast<std::int64_t>(i));
    }
    store.PutStream("checkout-0", kEast, 10);
    store.Add("checkout-0", kEast, acks);
    store.Add("final-east", Pass::kFinal, Isolation::kUncommitted, kEast, reads);
    store.Add("final-east", Isolation::kUncommitted, Bounds{"payments", 0, 0, 9, std::nullopt});
  }
  void Topic(const std::string& key, const std::string& value) {
    history_.writer().Add(SettingFact{"topic", "payments", key, value, "", "east"});
  }
  const StreamId kEast{"east", 0xabcd, 0, "payments", 0};
  HistoryOf history_;
};

TEST_F(TwoClusters, ALossInOneIsNotHiddenByTheOther) {
  const auto result = history_.Judge();
  EXPECT_EQ(result.counts.at("acked"), 110u);
  EXPECT_EQ(result.counts.at("lost"), 1u);
  EXPECT_EQ(result.verdict, Verdict::kViolation);
  EXPECT_TRUE(result.availability.ack_gap_by_partition_s.contains("payments/0"));
  EXPECT_TRUE(result.availability.ack_gap_by_partition_s.contains("east:payments/0"));
}

TEST_F(TwoClusters, EachTopicIsPromisedWhatItsOwnSettingsSay) {
  Topic("unclean.leader.election.enable", "true");
  FaultFact kill;
  kill.cluster = "east";
  kill.fault = "kill";
  kill.failure_class = "crash";
  kill.nodes = {1, 2};
  kill.from = 100'000;
  kill.to = 2'000'000;
  kill.bit = kill.healed = true;
  history_.writer().Put(kill);
  const auto result = history_.Judge();
  EXPECT_EQ(result.verdict, Verdict::kUnprotected) << result.reason;
  const auto& topics = result.effective.at("topic");
  EXPECT_EQ(topics.at("payments").at("unclean.leader.election.enable").value, "false");
  EXPECT_EQ(topics.at("east:payments").at("unclean.leader.election.enable").value, "true");
}

}  // namespace
}  // namespace kproof

// When things happened: what counts as under a fault or at stake, gaps, latencies, and how the
// cluster came back after each fault.
#include <gtest/gtest.h>

#include "tests/unit/audit/history.h"

namespace kproof {
namespace {

SettledSpan Acked(std::uint64_t first, std::uint64_t count, std::initializer_list<double> at,
                  std::int64_t latency_us = 5'000) {
  SettledSpan span;
  span.first_sequence = first;
  span.count = count;
  span.from = Micros(*at.begin());
  span.to = Micros(*(at.end() - 1));
  for (const auto moment : at) span.pulse.Mark(Micros(moment));
  span.latency.Add(latency_us, count);
  for (auto i = first; i < first + count; ++i) {
    span.offsets.Push(static_cast<std::int64_t>(i));
    span.digest.Add(i, static_cast<std::int64_t>(i));
  }
  return span;
}

TEST(Exposure, ASpanThatAFaultDividesCountsInPart) {
  HistoryOf h;
  h.Sent(10).Reads(kFinal, 0, 10, 0).FinalBounds(0, 10).Fault("crash", 1.5, 3);
  h.writer().Add("checkout-0", {"main", 0xabcd, 0, "payments", 0}, Acked(0, 10, {1.2, 1.8}));
  EXPECT_EQ(h.Judge().acked_under_fault, 5u);
}

TEST(Exposure, BeginsWithTheFirstFaultAndEndsWhereTheClusterIsWholeFirst) {
  HistoryOf h;
  h.Fault("crash", 1, 2).Fault("crash", 4, 4.5).Event(6, "phase", "whole");
  h.Event(8, "phase", "whole").Acks(0, 10, 0, 3).Acks(10, 10, 10, 7).Reads(kFinal, 0, 20, 0);
  const auto result = h.FinalBounds(0, 20).Judge();
  EXPECT_EQ(result.acked_under_fault, 10u);
  EXPECT_EQ(result.at_stake, 10u);
}

TEST(Exposure, TheLastRecordOfAllIsWithinTheRun) {
  const auto result = HistoryOf().Acks(0, 10, 0, 3).Reads(Pass::kLive, 0, 4, 0).Judge();
  EXPECT_EQ(result.counts.at("pending"), 6u);
  EXPECT_EQ(result.at_stake, 4u);
}

TEST(Availability, GapsCountFromTheFirstAckWhereNobodySaysWhenItWasSteady) {
  const auto result =
      HistoryOf().Acks(0, 1, 0, 5).Acks(1, 1, 1, 6).Event(6, "phase", "drained").Judge();
  EXPECT_NEAR(result.availability.longest_ack_gap_s, 1.0, 0.011);
}

TEST(Availability, AFailedSendIsNoAck) {
  const auto result = HistoryOf()
                          .Acks(0, 1, 0, 1)
                          .Settles(Outcome::kFailed, 1, 1, 5)
                          .Acks(2, 1, 1, 9)
                          .Event(9, "phase", "drained")
                          .Judge();
  EXPECT_NEAR(result.availability.longest_ack_gap_s, 8.0, 0.011);
}

TEST(Availability, GapsCountFromSteadyToTheEndOfTheLoad) {
  const auto result = HistoryOf()
                          .Acks(0, 1, 0, 0.5)
                          .Acks(1, 1, 1, 5)
                          .Acks(2, 1, 2, 6)
                          .Event(2, "phase", "steady")
                          .Event(6, "phase", "drained")
                          .Event(20, "phase", "end")
                          .Judge();
  EXPECT_NEAR(result.availability.longest_ack_gap_s, 3.0, 0.011);
}

TEST(Availability, LatenciesCountFromSteady) {
  HistoryOf h;
  const StreamId stream{"main", 0xabcd, 0, "payments", 0};
  h.Sent(2).Event(2, "phase", "steady");
  h.writer().Add("checkout-0", stream, Acked(0, 1, {1}, 9'000'000));
  h.writer().Add("checkout-0", stream, Acked(1, 1, {3}, 5'000));
  EXPECT_NEAR(h.Judge().availability.ack_ms.at("p999"), 5, 0.5);
}

// A span before the fault, one in which it begins, and one after the cluster was whole again.
TEST(Availability, LatenciesBeforeAndUnderTheFaultAreApart) {
  HistoryOf h;
  const StreamId stream{"main", 0xabcd, 0, "payments", 0};
  h.Sent(3).Event(1, "phase", "steady").Fault("crash", 4, 5).Event(8, "phase", "whole");
  h.writer().Add("checkout-0", stream, Acked(0, 1, {2}, 1'000));
  h.writer().Add("checkout-0", stream, Acked(1, 1, {6}, 2'000'000));
  h.writer().Add("checkout-0", stream, Acked(2, 1, {9}, 50'000));
  const auto availability = h.Judge().availability;
  EXPECT_NEAR(availability.ack_ms_before_fault.at("p99"), 1, 0.1);
  EXPECT_NEAR(availability.ack_ms_under_fault.at("p50"), 2000, 200);
  EXPECT_NEAR(availability.ack_ms.at("p50"), 50, 5);
}

TEST(Availability, WithoutAFaultHasNoLatencyUnderIt) {
  const auto availability =
      HistoryOf().Acks(0, 1, 0, 2).Event(1, "phase", "steady").Judge().availability;
  EXPECT_TRUE(availability.ack_ms_before_fault.empty());
  EXPECT_TRUE(availability.ack_ms_under_fault.empty());
}

TEST(Availability, ThroughputIsWhatWasAckedWhileTheLoadLasted) {
  const auto result = HistoryOf()
                          .Acks(0, 100, 0, 2)
                          .Acks(100, 100, 100, 6)
                          .Event(1, "phase", "steady")
                          .Event(7, "phase", "drained")
                          .Judge();
  ASSERT_TRUE(result.availability.acked_per_s);
  EXPECT_NEAR(*result.availability.acked_per_s, 40, 0.2);
}

TEST(Availability, OfAHistoryWithoutPhasesHasNoThroughput) {
  EXPECT_FALSE(HistoryOf().Acks(0, 1, 0, 2).Acks(1, 1, 1, 6).Judge().availability.acked_per_s);
}

TEST(Availability, PartitionsToWhichNobodySentHaveNoGap) {
  HistoryOf h;
  h.Acks(0, 9, 0).Reads(kFinal, 0, 9, 0).FinalBounds(0, 9);
  h.Reads(kFinal, 0, 1, 0, 1).FinalBounds(0, 1, std::nullopt, 1);  // nobody sent that
  const auto gaps = h.Judge().availability.ack_gap_by_partition_s;
  EXPECT_TRUE(gaps.contains("payments/0"));
  EXPECT_FALSE(gaps.contains("payments/1"));
}

class Recovery : public ::testing::Test {
 protected:
  // What `node` answers of a partition of three replicas at `at` seconds.
  void Answers(double at, std::int32_t node, std::int32_t leader, std::int32_t epoch,
               std::vector<std::int32_t> isr, std::int32_t partition = 0,
               const std::string& cluster = "main") {
    history_.writer().Add(PartitionState{
        Micros(at), node, "payments", partition, leader, epoch, {1, 2, 3}, isr, {}, cluster});
  }
  std::optional<double> IsrFullAfter() { return history_.Judge().faults.at(0).isr_full_after_s; }
  HistoryOf history_;
};

// The fault hits node 2 from 1 s to 3 s.
TEST_F(Recovery, AnOlderAnswerSaysNothing) {
  history_.Fault("crash", 1, 3);
  Answers(2, 1, 1, 5, {1, 3});
  Answers(4, 2, 2, 4, {1, 2, 3});
  Answers(6, 1, 1, 5, {1, 2, 3});
  EXPECT_EQ(IsrFullAfter(), 6);
}

TEST_F(Recovery, TheLeadersOwnAnswerCounts) {
  history_.Fault("crash", 1, 3);
  Answers(2, 1, 1, 5, {1, 3});
  Answers(4, 3, 1, 5, {1, 2, 3});
  Answers(6, 1, 1, 5, {1, 2, 3});
  EXPECT_EQ(IsrFullAfter(), 6);
}

TEST_F(Recovery, APartitionWithoutALeaderIsNotFull) {
  history_.Fault("crash", 1, 3);
  Answers(2, 1, -1, 5, {1, 2, 3});
  Answers(6, 1, 1, 6, {1, 2, 3});
  EXPECT_EQ(IsrFullAfter(), 6);
}

TEST_F(Recovery, AnotherClustersIsrSaysNothing) {
  history_.Fault("crash", 1, 3);
  Answers(2, 1, 1, 5, {1, 3});
  Answers(4, 1, 1, 6, {1, 2, 3}, 0, "east");
  Answers(6, 1, 1, 5, {1, 2, 3});
  EXPECT_EQ(IsrFullAfter(), 6);
}

TEST_F(Recovery, OnlyAcksOfPartitionsThatItsNodesLedEndTheSilence) {
  history_.Fault("crash", 1, 3).Event(9, "phase", "drained");
  Answers(0.5, 2, 2, 4, {1, 2, 3}, 0);
  Answers(0.5, 1, 1, 4, {1, 2, 3}, 1);
  history_.Acks(0, 1, 0, 0.9).Acks(1, 1, 1, 5);
  history_.Acks(0, 1, 0, 1.1, 1).Acks(1, 1, 1, 3.1, 1).Acks(2, 1, 2, 8, 1);
  EXPECT_NEAR(history_.Judge().faults.at(0).first_ack_after_s.value_or(0), 5, 0.011);
}

TEST_F(Recovery, TheNextFaultsSilenceIsItsOwn) {
  history_.Fault("crash", 1, 2).Fault("crash", 4, 5).Event(9, "phase", "drained");
  history_.Acks(0, 1, 0, 0.9).Acks(1, 1, 1, 2.5).Acks(2, 1, 2, 3.9).Acks(3, 1, 3, 8);
  const auto faults = history_.Judge().faults;
  EXPECT_NEAR(faults.at(0).first_ack_after_s.value_or(0), 2.5, 0.011);
  EXPECT_NEAR(faults.at(1).first_ack_after_s.value_or(0), 8, 0.011);
}

// The record that is lost was acked at 2 s.
class During : public ::testing::Test {
 protected:
  During() { history_.Acks(0, 10, 0, 2).Reads(kFinal, 0, 9, 0).FinalBounds(0, 9); }
  std::string Name() { return history_.Judge().findings.at(0).examples.at(0).during; }
  HistoryOf history_;
};

TEST_F(During, NamesNoFaultOfBeforeOrAfter) {
  history_.Fault("crash", 0.5, 1).Fault("pause", 3, 4);
  EXPECT_EQ(Name(), "");
}

TEST_F(During, NamesEachThatWasOnInTheOrderInWhichTheyBegan) {
  history_.Fault("pause", 1, 4).Fault("crash", 0.5, 3).Fault("pause", 1.5, 1.7);
  EXPECT_EQ(Name(), "kill node 2 and pause node 2");
}

TEST_F(During, NamesAFaultThatCameTwiceOnce) {
  history_.Fault("pause", 1, 4).Fault("pause", 1.5, 3);
  EXPECT_EQ(Name(), "pause node 2");
}

// Only a span is known: the record may have been acked at any moment of it.
TEST(DuringASpan, NamesEachFaultThatMayHaveBeenMet) {
  HistoryOf h;
  h.Sent(10).Reads(kFinal, 0, 9, 0).FinalBounds(0, 9);
  h.writer().Add("checkout-0", {"main", 0xabcd, 0, "payments", 0}, Acked(0, 10, {2.1, 2.8}));
  h.Fault("stop", 1, 2).Fault("crash", 1.5, 2.2).Fault("pause", 2.7, 4).Fault("disk", 2.9, 3);
  const auto example = h.Judge().findings.at(0).examples.at(0);
  EXPECT_EQ(example.during, "kill node 2 and pause node 2");
  EXPECT_EQ(example.acked_s, 2.1);
  EXPECT_EQ(example.acked_between_s, (std::pair{2.1, 2.8}));
}

// Ten records in two spans are one range.
TEST(DuringASpan, OfARangeIsThatOfAllItsRecords) {
  HistoryOf h;
  h.Sent(10).FinalBounds(0, 0).Acks(0, 4, 0, 1.25).Acks(4, 6, 4, 3.5).Fault("crash", 3, 4);
  const auto findings = h.Judge().findings;
  const auto example = findings.at(0).examples.at(0);
  EXPECT_EQ(example.count, 10u);
  EXPECT_EQ(example.acked_s, 1.25);
  EXPECT_EQ(example.acked_between_s, (std::pair{1.25, 3.5}));
  EXPECT_EQ(example.during, "kill node 2");
}

TEST_F(During, NamesNoFaultOfAnotherCluster) {
  FaultFact fault;
  fault.cluster = "east";
  fault.fault = "kill";
  fault.failure_class = "crash";
  fault.from = 1'000'000;
  history_.writer().Put(fault);
  EXPECT_EQ(Name(), "");
}

// A topic of the same name in another cluster, under a fault of its own.
TEST(DuringInAnotherCluster, NamesClusterAndFaultOfTheRecord) {
  HistoryOf h;
  const StreamId east{"east", 0xabcd, 0, "payments", 0};
  h.Fault("pause", 1, 3).writer().AddTopic({"east", "payments", 1, 3});
  h.writer().PutStream("checkout-0", east, 1);
  h.writer().Add("checkout-0", east, Acked(0, 1, {2}));
  h.writer().Add("final", Isolation::kUncommitted, Bounds{"payments", 0, 0, 0, std::nullopt});
  h.writer().OpenActor({"final-east", "east", ActorKind::kFinalReader, "", "", 14}, 0);
  h.writer().CloseActor("final-east", Micros(9));
  h.writer().Add("final-east", Isolation::kUncommitted, Bounds{"payments", 0, 0, 0, std::nullopt});
  FaultFact fault;
  fault.cluster = "east";
  fault.fault = "kill";
  fault.failure_class = "crash";
  fault.nodes = {1};
  fault.from = Micros(1);
  h.writer().Put(fault);
  const auto result = h.Run(run_key::kRequire, R"(["no-loss"])").Judge();
  const auto example = result.findings.at(0).examples.at(0);
  EXPECT_EQ(example.cluster, "east");
  EXPECT_EQ(example.during, "kill east:node 1");
  EXPECT_NE(result.reason.find("of east:payments/0"), std::string::npos) << result.reason;
}

}  // namespace
}  // namespace kproof

// What is promised where producers differ: each finding is judged by the promise of its own stream.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/audit/flow_history.h"

namespace kproof {
namespace {

using ::testing::StartsWith;

// Of each producer ten records are acked and the last one is lost. checkout-0 is safe; ledger-0 is
// what the test makes of it.
class TwoProducers : public ::testing::Test {
 protected:
  TwoProducers() {
    history_.Acks(0, 10, 0).Reads(Pass::kFinal, 0, 9, 0).FinalBounds(0, 110);
    SettledSpan acks;
    ReadSpan reads;
    acks.count = 10;
    acks.from = acks.to = 1'000'000;
    reads.count = 9;
    for (std::uint64_t i = 0; i < 10; ++i) {
      const auto offset = static_cast<std::int64_t>(100 + i);
      acks.offsets.Push(offset);
      acks.digest.Add(i, offset);
      if (i == 9) continue;
      reads.offsets.Push(offset);
      reads.digest.Add(i, offset);
    }
    history_.writer().Add("ledger-0", kLedger, acks);
    history_.writer().PutStream("ledger-0", kLedger, 10);
    history_.writer().Add("final", Pass::kFinal, Isolation::kUncommitted, kLedger, reads);
  }
  Result JudgedWithAcks(const std::string& acks) {
    history_.writer().Add(SettingFact{"producer", "ledger", "acks", acks, "scenario"});
    return history_.Judge();
  }
  const StreamId kLedger{"main", 0x1234, 0, "payments", 0};
  HistoryOf history_;
};

TEST_F(TwoProducers, EachLossIsJudgedByItsOwn) {
  const auto result = JudgedWithAcks("1");
  const auto& lost = result.findings.at(0);
  EXPECT_EQ(lost.count, 2u);
  EXPECT_EQ(result.allowed, (std::map<std::string, std::uint64_t>{{"lost", 1}}));
  EXPECT_FALSE(lost.allowed) << "one of them is not";
  EXPECT_THAT(lost.why, StartsWith("acks-all-min-isr-2: ")) << "the strictest decides";
  EXPECT_EQ(result.verdict, Verdict::kViolation);
}

TEST_F(TwoProducers, ThePromiseOfTheRunIsThatOfTheWorst) {
  const auto result = JudgedWithAcks("1");
  EXPECT_EQ(result.promise.at("no-loss").holds, false);
  EXPECT_EQ(result.promise.at("no-loss").rule, "acks-1");
}

TEST_F(TwoProducers, WhatCannotBeReadIsWorseThanAPromise) {
  const auto result = JudgedWithAcks("?");
  EXPECT_EQ(result.promise.at("no-loss").holds, std::nullopt);
  EXPECT_EQ(result.promise.at("no-loss").rule, "unreadable-setting");
}

TEST(PromiseOfTheRun, WhoSentNothingDoesNotCount) {
  HistoryOf history;
  history.Acks(0, 9, 0).Reads(Pass::kFinal, 0, 9, 0).FinalBounds(0, 10);
  ReadSpan invented;
  invented.count = 1;
  invented.offsets.Push(9);
  history.writer().Add("final", Pass::kFinal, Isolation::kUncommitted,
                       {"main", 0x9999, 0, "payments", 0}, invented);
  const auto result = history.Judge();
  EXPECT_EQ(result.counts.at("phantom"), 1u);
  EXPECT_EQ(result.promise.at("no-loss").holds, true);
}

TEST(PromiseOfTheRun, AtomicIsAskedForWhereThereAreTransactions) {
  HistoryOf without;
  without.Acks(0, 9, 0).Reads(Pass::kFinal, 0, 9, 0).FinalBounds(0, 9);
  EXPECT_FALSE(without.Judge().promise.contains("atomic"));
  FlowHistory with;
  with.Acks(0, 2, 0).InTxn("t", 0, 2).Txn("t", 2, TxnOutcome::kCommitted);
  EXPECT_TRUE(with.Final(Isolation::kCommitted, {0, 1}, 0, 2).Judge().promise.contains("atomic"));
}

// Of one stream a failed send and an aborted record were read: the first is always excluded, the
// second where atomic is promised.
TEST(PromiseOfGhosts, EachKindHasItsOwn) {
  FlowHistory h;
  h.Topic("unclean.leader.election.enable", "true").Topic("min.insync.replicas", "1");
  h.Fault("crash", 0.2, 0.5);
  h.Acks(0, 2, 0).Settles(Outcome::kFailed, 2, 1).InTxn("t", 0, 1);
  h.Txn("t", std::nullopt, TxnOutcome::kAborted).Final(Isolation::kCommitted, {0, 1, 2}, 0, 3);
  const auto result = h.Judge();
  EXPECT_EQ(result.counts.at("ghost"), 2u);
  EXPECT_EQ(result.allowed, (std::map<std::string, std::uint64_t>{{"ghost", 1}}));
  EXPECT_EQ(result.verdict, Verdict::kViolation);
}

TEST(Counts, WhatWasNeverSettledIsUnknown) {
  HistoryOf history;
  history.Acks(0, 9, 0).Sent(12).Reads(Pass::kFinal, 0, 9, 0).FinalBounds(0, 9);
  const auto counts = history.Judge().counts;
  EXPECT_EQ(counts.at("sent"), 12u);
  EXPECT_EQ(counts.at("unknown"), 3u);
}

}  // namespace
}  // namespace kproof

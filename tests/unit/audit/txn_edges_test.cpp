// Where a transaction's moments or copies touch: what is still early, and which copy is whose.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/audit/flow_history.h"

namespace kproof {
namespace {

using ::testing::IsEmpty;

// Two records of one transaction whose commit was asked for at 2 s.
struct Two : FlowHistory {
  Two() {
    Acks(0, 2, 0).InTxn("t", 0, 2).Txn("t", 2, TxnOutcome::kCommitted);
    Final(Isolation::kUncommitted, {0, 1}, 0, 2);
  }
};

TEST(CheckEarly, TheMomentOfAskingIsNotBeforeIt) {
  Two h;
  const auto result = h.LiveCommitted(0, 1, 0, 2).Judge();
  EXPECT_EQ(result.counts.at("early"), 0u);
  EXPECT_THAT(result.doubts, IsEmpty());
}

TEST(CheckEarly, WhatIsCertainIsNotDoubtedToo) {
  Two h;
  h.LiveCommitted(0, 1, 0, 1.5).LiveCommitted(0, 1, 0, 1.7, 2.5);
  const auto result = h.Judge();
  EXPECT_EQ(result.counts.at("early"), 1u);
  EXPECT_THAT(result.doubts, IsEmpty());
}

// Sent in a transaction that aborted and again in one that committed, which stands twice; passes of
// both isolations read it.
TEST(CheckDuplicated, ACopyThatACommittedReaderGotIsOneWhoeverElseReadIt) {
  FlowHistory h;
  h.Acks(0, 2, 0).InTxn("a", 0, 2).Txn("a", std::nullopt, TxnOutcome::kAborted);
  h.Acks(0, 2, 2).InTxn("b", 0, 2).Txn("b", 2, TxnOutcome::kCommitted);
  h.FinalAt(Isolation::kUncommitted, {{0, 0}, {1, 1}, {0, 2}, {1, 3}, {1, 4}}, 0, 5);
  h.FinalAt(Isolation::kCommitted, {{0, 2}, {1, 3}, {1, 4}}, 0, 5);
  EXPECT_EQ(h.Judge().counts.at("duplicated"), 1u);
}

// What aborted is no candidate, so a committed read is evidence for the other; the second record is
// acked and nowhere.
TEST(CheckTorn, OfAnAbortedTransactionAndOneOfUnknownOutcomeTheOtherCommitted) {
  FlowHistory h;
  h.Acks(0, 2, 5).InTxn("a", 0, 2).Txn("a", std::nullopt, TxnOutcome::kAborted);
  h.InTxn("b", 0, 2).Txn("b", 2, TxnOutcome::kUnknown);
  h.FinalAt(Isolation::kUncommitted, {{0, 5}}, 0, 10)
      .FinalAt(Isolation::kCommitted, {{0, 5}}, 0, 10);
  EXPECT_EQ(h.Judge().counts.at("torn"), 1u);
}

// Which of two transactions it came from is not known; that it came from the aborted one least of
// all.
TEST(CheckGhost, WhatAnAbortedTransactionSharesWithUnknownOnesIsNone) {
  FlowHistory h;
  h.Acks(0, 1, 0).InTxn("a", 0, 1).Txn("a", std::nullopt, TxnOutcome::kAborted);
  h.InTxn("b", 0, 1).Txn("b", 2, TxnOutcome::kUnknown);
  h.InTxn("c", 0, 1).Txn("c", 3, TxnOutcome::kUnknown);
  h.Final(Isolation::kCommitted, {0}, 0, 1);
  EXPECT_EQ(h.Judge().counts.at("ghost"), 0u);
}

TEST(CheckLost, WhatAnOpenTransactionSharesWithAnUnknownOneIsPending) {
  FlowHistory h;
  h.Acks(0, 1, 0).InTxn("a", 0, 1).Txn("a", std::nullopt, std::nullopt);
  h.InTxn("b", 0, 1).Txn("b", 2, TxnOutcome::kUnknown);
  h.FinalBounds(Isolation::kUncommitted, 0, 1);
  EXPECT_EQ(h.Judge().counts.at("pending"), 1u);
}

// As GoneOver of log_edges_test: a send of unknown fate may have stood below the later start.
TEST(CheckTorn, NotForWhatMayHaveStoodWhereNoPassWas) {
  FlowHistory h;
  h.Settles(Outcome::kUnknown, 0, 5).Acks(5, 5, 5);
  h.InTxn("t", 0, 10).Txn("t", 2, TxnOutcome::kCommitted);
  h.HistoryOf::FinalBounds(0, 10, 0);
  h.Final(Isolation::kUncommitted, {5, 6, 7, 8, 9}, 5, 10);
  EXPECT_EQ(h.Judge().counts.at("torn"), 0u);
}

// At home it stands at offset 5, and in partition 1 by chance at the offset that it was acked at.
TEST(CheckMisplaced, TheOffsetOfAnotherPartitionIsNotItsPlace) {
  const auto result = HistoryOf()
                          .Acks(0, 3, 0)
                          .Reads(Pass::kFinal, 0, 2, 0)
                          .Reads(Pass::kFinal, 2, 1, 5)
                          .Reads(Pass::kFinal, 2, 1, 2, 0, 1)
                          .FinalBounds(0, 6)
                          .FinalBounds(0, 3, std::nullopt, 1)
                          .Judge();
  EXPECT_EQ(result.counts.at("misplaced"), 1u);
  for (const auto& finding : result.findings) {
    if (finding.check != "misplaced") continue;
    EXPECT_EQ(finding.examples.at(0).partition, 0);
    EXPECT_EQ(finding.examples.at(0).offset, 5);
  }
}

}  // namespace
}  // namespace kproof

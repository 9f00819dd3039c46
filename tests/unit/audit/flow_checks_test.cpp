// The checks of transactions, readers and groups on histories built by hand: what each counts, and
// what it must not count.
#include <gtest/gtest.h>

#include <algorithm>

#include "audit/store/reader.h"
#include "tests/unit/audit/flow_history.h"

namespace kproof {
namespace {

bool Tested(const Result& result, const std::string& check) {
  return std::find(result.not_tested.begin(), result.not_tested.end(), check) ==
         result.not_tested.end();
}

// Four records, acked at 0 … 3, of which the first two were sent in one transaction.
struct Four : FlowHistory {
  Four() { Acks(0, 4, 0).InTxn("t", 0, 2); }
};

TEST(CheckTorn, ACommittedTransactionOfWhichARecordIsMissing) {
  auto h = Four();
  h.Txn("t", 2, TxnOutcome::kCommitted);
  h.Final(Isolation::kCommitted, {0, 2, 3}, 0, 4).Require("atomic");
  const auto result = h.Judge();
  EXPECT_EQ(Found(result), (Counts{{"torn", 1}}));
  EXPECT_EQ(result.verdict, Verdict::kViolation);
  EXPECT_EQ(result.findings[0].examples.at(0).seq, 1u);
  EXPECT_EQ(result.findings[0].examples.at(0).offset, 1);
  EXPECT_EQ(result.findings[0].examples.at(0).txn, "t");
}

TEST(CheckTorn, OneOfWhichNothingStandsIsLost) {
  auto h = Four();
  h.Txn("t", 2, TxnOutcome::kCommitted).Final(Isolation::kCommitted, {2, 3}, 0, 4);
  EXPECT_EQ(Found(h.Judge()), (Counts{{"lost", 2}}));
}

TEST(CheckTorn, WhatACommittedPassDoesNotReturnIsMissingThoughTheLogHasIt) {
  auto h = Four();
  h.Txn("t", 2, TxnOutcome::kCommitted);
  h.Final(Isolation::kUncommitted, {0, 1, 2, 3}, 0, 4)
      .Final(Isolation::kCommitted, {0, 2, 3}, 0, 4);
  EXPECT_EQ(Found(h.Judge()), (Counts{{"torn", 1}}));
  auto below = Four();  // the last stable offset stood before it
  below.Txn("t", 2, TxnOutcome::kCommitted);
  below.Final(Isolation::kUncommitted, {0, 1, 2, 3}, 0, 4).Final(Isolation::kCommitted, {0}, 0, 1);
  EXPECT_EQ(Found(below.Judge()), Counts{});
}

TEST(CheckTorn, AnUnknownSendOfACommittedTransactionIsExpected) {
  FlowHistory h;
  h.Acks(0, 2, 0).Settles(Outcome::kUnknown, 2, 1).InTxn("t", 0, 3);
  h.Txn("t", 2, TxnOutcome::kCommitted).Final(Isolation::kUncommitted, {0, 1}, 0, 2);
  EXPECT_EQ(Found(h.Judge()), (Counts{{"torn", 1}}));
  FlowHistory failed;
  failed.Acks(0, 2, 0).Settles(Outcome::kFailed, 2, 1).InTxn("t", 0, 3);
  failed.Txn("t", 2, TxnOutcome::kCommitted).Final(Isolation::kUncommitted, {0, 1}, 0, 2);
  EXPECT_EQ(Found(failed.Judge()), Counts{});
}

TEST(CheckLost, RecordsOfAnAbortedTransactionAreExpectedNowhere) {
  auto h = Four();
  h.Txn("t", std::nullopt, TxnOutcome::kAborted).Final(Isolation::kCommitted, {2, 3}, 0, 4);
  const auto result = h.Judge();
  EXPECT_EQ(Found(result), Counts{});
  EXPECT_EQ(result.verdict, Verdict::kPass) << result.reason;
}

TEST(CheckLost, AnUnknownOutcomeCountsAsCommittedOnceACommittedReaderSawARecord) {
  for (const auto outcome : {std::optional(TxnOutcome::kUnknown), std::optional<TxnOutcome>()}) {
    auto seen = Four();
    seen.Txn("t", 2, outcome).Final(Isolation::kCommitted, {0, 2, 3}, 0, 4);
    EXPECT_EQ(Found(seen.Judge()), (Counts{{"torn", 1}}));
    auto unseen = Four();
    unseen.Txn("t", 2, outcome).Final(Isolation::kCommitted, {2, 3}, 0, 4);
    EXPECT_EQ(Found(unseen.Judge()), outcome ? Counts{} : (Counts{{"pending", 2}}));
  }
}

TEST(CheckGhost, ReadAsCommittedAlthoughAborted) {
  auto h = Four();
  h.Txn("t", std::nullopt, TxnOutcome::kAborted).Final(Isolation::kCommitted, {0, 2, 3}, 0, 4);
  EXPECT_EQ(Found(h.Judge()), (Counts{{"ghost", 1}}));
  auto uncommitted = Four();
  uncommitted.Txn("t", std::nullopt, TxnOutcome::kAborted)
      .Final(Isolation::kUncommitted, {0, 1, 2, 3}, 0, 4);
  EXPECT_EQ(Found(uncommitted.Judge()), Counts{});
}

TEST(CheckGhost, OfAnAbortedTransactionItIsWhatAtomicExcludes) {
  auto h = Four();
  h.Topic("unclean.leader.election.enable", "true").Fault("crash", 0.2, 0.5);
  h.Topic("min.insync.replicas", "1");
  h.Txn("t", std::nullopt, TxnOutcome::kAborted);
  h.Final(Isolation::kCommitted, {0, 2, 3}, 0, 4);
  EXPECT_EQ(h.Judge().verdict, Verdict::kUnprotected);
  h.Require("atomic");
  EXPECT_EQ(h.Judge().verdict, Verdict::kViolation);
}

TEST(CheckEarly, ACommittedReadBeforeTheCommitWasAskedFor) {
  const auto read_at = [](double at, std::optional<double> asked) {
    auto h = Four();
    h.Txn("t", asked, TxnOutcome::kCommitted).Final(Isolation::kUncommitted, {0, 1, 2, 3}, 0, 4);
    h.LiveCommitted(0, 1, 0, at);
    return Found(h.Judge());
  };
  EXPECT_EQ(read_at(1.5, 2), (Counts{{"early", 1}}));
  EXPECT_EQ(read_at(2, 2), Counts{});
  EXPECT_EQ(read_at(2.5, 2), Counts{});
  EXPECT_EQ(read_at(2.5, std::nullopt), (Counts{{"early", 1}}));
}

TEST(CheckEarly, ActorsWithoutAClockHaveNoOrder) {
  auto h = Four();
  h.Txn("t", 2, TxnOutcome::kCommitted).Final(Isolation::kUncommitted, {0, 1, 2, 3}, 0, 4);
  h.LiveCommitted(0, 1, 0, 1.5);
  h.writer().MarkUntimed("monitor-0");
  EXPECT_EQ(Found(h.Judge()), Counts{});
}

TEST(CheckEarly, ASpanOfSeveralMomentsDecidesNothing) {
  auto h = Four();
  h.Txn("t", 1.6, TxnOutcome::kCommitted).Final(Isolation::kUncommitted, {0, 1, 2, 3}, 0, 4);
  h.LiveCommitted(0, 2, 0, 1.5, 1.7);
  const auto result = h.Judge();
  EXPECT_EQ(Found(result), Counts{});
  EXPECT_EQ(result.verdict, Verdict::kInconclusive);
}

TEST(CheckDuplicated, ARecordSentAgainAfterAnAbortStandsTwiceForUncommittedReadersOnly) {
  FlowHistory h;
  h.Acks(0, 2, 0).InTxn("a", 0, 2).Txn("a", std::nullopt, TxnOutcome::kAborted);
  h.Acks(0, 2, 2).InTxn("b", 0, 2).Txn("b", 2, TxnOutcome::kCommitted);
  h.FinalAt(Isolation::kUncommitted, {{0, 0}, {1, 1}, {0, 2}, {1, 3}}, 0, 4);
  h.FinalAt(Isolation::kCommitted, {{0, 2}, {1, 3}}, 0, 4);
  EXPECT_EQ(Found(h.Judge()), Counts{});
  FlowHistory twice;
  twice.Acks(0, 2, 0).InTxn("a", 0, 2).Txn("a", std::nullopt, TxnOutcome::kAborted);
  twice.Acks(0, 2, 2).InTxn("b", 0, 2).Txn("b", 2, TxnOutcome::kCommitted);
  twice.FinalAt(Isolation::kCommitted, {{0, 2}, {1, 3}, {1, 4}}, 0, 5);
  EXPECT_EQ(Found(twice.Judge()), (Counts{{"duplicated", 1}}));
}

TEST(CheckDuplicated, OnlyWhatWasSentAgainInATransactionMayStandTwice) {
  FlowHistory h;
  h.Acks(0, 2, 0).InTxn("a", 0, 1).Txn("a", std::nullopt, TxnOutcome::kAborted);
  h.Acks(0, 2, 2).InTxn("b", 0, 1).Txn("b", 2, TxnOutcome::kCommitted);
  h.FinalAt(Isolation::kUncommitted, {{0, 0}, {1, 1}, {0, 2}, {1, 3}}, 0, 4);
  EXPECT_EQ(Found(h.Judge()), (Counts{{"duplicated", 1}}));
}

// A clean log of ten records; what consumers do is up to the test.
struct Ten : FlowHistory {
  Ten() { Acks(0, 10, 0).Reads(Pass::kFinal, 0, 10, 0).HistoryOf::FinalBounds(0, 10); }
};

TEST(CheckSkipped, WhatAReaderPassedOverWithinOneAssignment) {
  auto h = Ten();
  h.Assigned(2).Consumes({2, 3, 6, 7}).Require("no-skips");
  const auto result = h.Judge();
  EXPECT_EQ(Found(result), (Counts{{"skipped", 2}}));
  EXPECT_EQ(result.verdict, Verdict::kViolation);
  EXPECT_EQ(result.findings[0].examples.at(0).seq, 4u);
  EXPECT_EQ(result.findings[0].examples.at(0).reader, "worker-0");
  auto unread = Ten();
  EXPECT_EQ(Found(unread.Assigned(0).Consumes({2}).Judge()), (Counts{{"skipped", 2}}));
}

TEST(CheckSkipped, ASeekOrAnotherAssignmentPassesOverNothing) {
  auto h = Ten();
  h.Assigned(0).Consumes({0, 1}).Seeks(5).Consumes({5, 6});
  h.Assigned(8, true).Consumes({8, 9});
  EXPECT_EQ(Found(h.Judge()), Counts{});
}

TEST(CheckSkipped, WhatWasReturnedInTheAssignmentIsForgiven) {
  auto h = Ten();
  h.Assigned(0).Consumes({0, 2, 1, 3, 4});
  EXPECT_EQ(Found(h.Judge()), (Counts{{"rewound", 1}}));
}

TEST(CheckSkipped, NothingIsSkippedInALogThatWasCut) {
  FlowHistory h;
  h.Acks(0, 3, 0).Acks(3, 2, 3).Reads(Pass::kFinal, 0, 5, 0).FinalBounds(0, 5);
  h.Assigned(0).ConsumesAt({{0, 0}, {9, 4}});  // what it returned at 4 is not what stands there
  EXPECT_EQ(Found(h.Judge()), (Counts{{"phantom", 1}}));
}

TEST(CheckSkipped, OfAReaderWithAHoleItIsADoubtWhereItIsRequired) {
  auto h = Ten();
  h.Assigned(0).Consumes({0, 5}).NeverCloses("worker-0");
  EXPECT_EQ(h.Judge().verdict, Verdict::kPass);
  h.Require("no-skips");
  const auto result = h.Judge();
  EXPECT_EQ(Found(result), Counts{});
  EXPECT_EQ(result.verdict, Verdict::kInconclusive);
}

TEST(CheckRewound, AStepBackThatNobodyAskedFor) {
  auto h = Ten();
  h.Assigned(0).Consumes({0, 1, 2, 2, 3, 1});
  const auto result = h.Judge();
  EXPECT_EQ(Found(result), (Counts{{"redelivered", 2}, {"rewound", 2}}));
  EXPECT_EQ(result.verdict, Verdict::kPass) << result.reason;  // promised by nobody
  auto asked = Ten();
  asked.Assigned(0).Consumes({0, 1}).Seeks(0).Consumes({0, 1});
  EXPECT_EQ(Found(asked.Judge()), (Counts{{"redelivered", 2}}));
  auto below = Ten();
  EXPECT_EQ(Found(below.Assigned(5).Consumes({4}).Judge()), (Counts{{"rewound", 1}}));
}

TEST(CheckRedelivered, OnlyWithinOneGroup) {
  auto h = Ten();
  h.Assigned(0).Consumes({0, 1, 2}).Assigned(0, true).InGroup("other").Consumes({0, 1, 2});
  EXPECT_EQ(Found(h.Judge()), Counts{});
}

TEST(CheckUnprocessed, BelowTheCommitAndNotProcessed) {
  auto h = Ten();
  h.Assigned(2)
      .Consumes({2, 3, 4, 5})
      .Processes({2, 3, 5})
      .Commits(6)
      .Commits(9, Outcome::kUnknown);
  h.Require("at-least-once");
  const auto result = h.Judge();
  EXPECT_EQ(Found(result), (Counts{{"unprocessed", 1}}));
  EXPECT_EQ(result.findings[0].examples.at(0).seq, 4u);
  EXPECT_EQ(result.verdict, Verdict::kViolation);
}

TEST(CheckUnprocessed, WithoutAPositionTheFirstEffectSetsIt) {
  auto h = Ten();
  h.Processes({3, 5}).Commits(6);
  EXPECT_EQ(Found(h.Judge()), (Counts{{"unprocessed", 1}}));
}

TEST(CheckUnprocessed, AMembersHoleMayHideTheEffect) {
  auto h = Ten();
  h.Assigned(0).Consumes({0, 1}).Processes({0}).Commits(2).NeverCloses("worker-0");
  EXPECT_EQ(Found(h.Judge()), Counts{});
}

TEST(CheckUnprocessed, AGroupThatNeverTellsOfEffectsIsNotLookedAt) {
  auto h = Ten();
  h.Assigned(0).Consumes({0, 1}).Commits(2).Require("at-least-once");
  const auto result = h.Judge();
  EXPECT_FALSE(Tested(result, "unprocessed"));
  EXPECT_EQ(result.verdict, Verdict::kInconclusive);
}

TEST(CheckReprocessed, EffectsOfOneIdentityBeyondTheFirst) {
  auto h = Ten();
  h.Assigned(0).Consumes({0, 1}).Processes({0, 1}).Processes({1, 1}).Require("exactly-once");
  const auto result = h.Commits(2).Judge();
  EXPECT_EQ(Found(result), (Counts{{"reprocessed", 2}}));
  EXPECT_EQ(result.verdict, Verdict::kViolation);
}

TEST(CheckReprocessed, AtTwoOffsetsItIsStillOneIdentity) {
  FlowHistory h;
  h.Acks(0, 2, 0).FinalAt(Isolation::kUncommitted, {{0, 0}, {1, 1}, {1, 2}}, 0, 3);
  h.Processes({1, 2});
  EXPECT_EQ(Found(h.Judge()), (Counts{{"duplicated", 1}, {"reprocessed", 1}}));
}

TEST(NotTested, WhatHasNoFacts) {
  const auto bare = Ten().Judge();
  for (const char* check :
       {"early", "redelivered", "reprocessed", "rewound", "skipped", "torn", "unprocessed"})
    EXPECT_FALSE(Tested(bare, check)) << check;
  auto h = Ten();
  h.InTxn("t", 0, 2).Txn("t", 2, TxnOutcome::kCommitted).LiveCommitted(0, 2, 0, 3);
  h.Assigned(0).Consumes({0, 1}).Processes({0, 1}).Commits(2);
  const auto full = h.Judge();
  EXPECT_EQ(Found(full), Counts{});
  for (const char* check :
       {"early", "redelivered", "reprocessed", "rewound", "skipped", "torn", "unprocessed"})
    EXPECT_TRUE(Tested(full, check)) << check;
}

TEST(Promise, NothingIsPromisedWhereNothingIsConfigured) {
  const TempStore file;
  const StreamId stream{"main", 5, 0, "payments", 0};
  {
    const auto writer = StoreWriter::Create(file.path());
    writer->SetRun(run_key::kEnded, run_key::kComplete);
    SettledSpan acked;
    acked.count = 2;
    acked.offsets.Push(0);
    acked.offsets.Push(1);
    writer->Add("p", stream, acked);
    ReadSpan read;
    read.count = 1;
    read.offsets.Push(0);
    writer->Add("final", Pass::kFinal, Isolation::kUncommitted, stream, read);
    writer->Add("final", Isolation::kUncommitted, Bounds{"payments", 0, 0, 2, std::nullopt});
  }
  const auto result = Judge(*StoreReader::Open(file.path()));
  EXPECT_EQ(Found(result), (Counts{{"lost", 1}}));
  EXPECT_EQ(result.verdict, Verdict::kUnprotected) << result.reason;
  EXPECT_EQ(result.promise.at("no-loss").rule, "nothing-configured");
}

}  // namespace
}  // namespace kproof

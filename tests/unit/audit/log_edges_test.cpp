// What stands in the log and what was gone over, where passes, readers and words disagree.
#include <gtest/gtest.h>

#include "tests/unit/audit/flow_history.h"

namespace kproof {
namespace {

// Digests of two different sets agree by accident once in 2^64; here they are made to.
TEST(Log, AsManyRecordsAsWereAckedHaveToStandInIt) {
  HistoryOf h;
  h.Acks(0, 3, 0).FinalBounds(0, 3);
  ReadSpan two;
  two.count = 2;
  for (std::uint64_t i = 0; i < 3; ++i) {
    if (i < 2) two.offsets.Push(static_cast<std::int64_t>(i));
    two.digest.Add(i, static_cast<std::int64_t>(i));
  }
  h.writer().Add("final", kFinal, Isolation::kUncommitted, kStream, two);
  EXPECT_EQ(Found(h.Judge()), (Counts{{"lost", 1}}));
}

TEST(Log, WhatStandsInDescendingOffsetsHasNoOrderThatIsClean) {
  HistoryOf h;
  h.Acks(0, 2, 0).Acks(2, 1, 3).Acks(3, 1, 2).FinalBounds(0, 4);
  h.Reads(kFinal, 0, 2, 0).Reads(kFinal, 2, 1, 3).Reads(kFinal, 3, 1, 2);
  EXPECT_EQ(Found(h.Judge()), (Counts{{"reordered", 1}}));
}

// The first three were gone when the fourth was written, and nobody knows the order of what was
// never there together.
TEST(Log, ThatWasCutBetweenTwoReadsHasNoOneOrder) {
  HistoryOf h;
  h.Acks(0, 3, 0).Acks(3, 1, 0).Reads(Pass::kLive, 0, 3, 0).Reads(kFinal, 3, 1, 0);
  EXPECT_EQ(h.Judge().counts.at("reordered"), 0u);
}

TEST(Log, ThatTwoReadersReadAlikeHasOneOrder) {
  HistoryOf h;
  h.Acks(0, 2, 0).Acks(2, 1, 3).Acks(3, 1, 2);
  for (const auto pass : {Pass::kLive, kFinal})  // without bounds a final read is a live one
    h.Reads(pass, 0, 2, 0).Reads(pass, 3, 1, 2).Reads(pass, 2, 1, 3);
  EXPECT_EQ(Found(h.Judge()), (Counts{{"reordered", 1}}));
}

// A span that begins in the log and ends past it is of two kinds, whatever its digest says.
TEST(Log, EndsWithinASpan) {
  HistoryOf h;
  h.Acks(0, 10, 0).Reads(kFinal, 0, 10, 0).FinalBounds(0, 8);
  const auto result = h.Judge();
  EXPECT_EQ(Found(result), (Counts{{"lost", 2}}));
}

// A producer that was killed before it could mark what it had sent.
TEST(Log, WhatWasSettledWasSent) {
  for (const auto outcome : {Outcome::kAcked, Outcome::kFailed, Outcome::kUnknown}) {
    HistoryOf h;
    SettledSpan span;
    span.outcome = outcome;
    span.count = 1;
    h.writer().Add("checkout-0", kStream, span);
    h.Reads(kFinal, 0, 1, 0).FinalBounds(0, 1);
    const auto counts = h.Judge().counts;
    EXPECT_EQ(counts.at("sent"), 1u);
    EXPECT_EQ(counts.at("phantom"), 0u);
  }
}

// Passes of two isolations see different borders; the log reaches over both.
TEST(Log, ReachesFromTheFirstStartToTheLastEnd) {
  FlowHistory h;
  h.Acks(0, 10, 0).Reads(kFinal, 4, 5, 4).HistoryOf::FinalBounds(0, 10);
  h.FinalBounds(Isolation::kCommitted, 4, 8);
  const auto result = h.Judge();
  EXPECT_EQ(Found(result), (Counts{{"lost", 5}}));
  EXPECT_EQ(result.findings.at(0).evidence.at("absent"), 5u);
}

TEST(Log, TheEndOfTheFactsIsThatOfAnyOfThem) {
  HistoryOf h;
  h.Topic("retention.ms", "5000").Acks(0, 9, 0, 1).Acks(9, 1, 9, 9);
  EXPECT_EQ(Found(h.Reads(kFinal, 4, 6, 4).FinalBounds(4, 10).Judge()), (Counts{{"expired", 4}}));
}

TEST(Log, FinalReadsAreNoLiveReads) {
  FlowHistory h;
  h.Acks(0, 2, 0).LiveCommitted(0, 1, 0, 2).LiveCommitted(1, 1, 1, 12);
  h.Final(Isolation::kUncommitted, {0, 1}, 0, 2);  // at 8 s
  EXPECT_NEAR(h.Judge().availability.longest_read_gap_s, 10, 0.011);
}

// Partition 0 has a final pass that broke off, partition 1 has none.
TEST(GoneOver, ALiveReaderGoesOverNothingWhereThereIsAFinalPass) {
  HistoryOf h;
  h.Acks(0, 9, 0).Reads(Pass::kLive, 0, 9, 0).Reads(kFinal, 0, 5, 0).FinalBounds(0, 9, 5);
  h.Acks(0, 3, 0, 1, 1).Reads(Pass::kLive, 0, 3, 0, 1);
  EXPECT_EQ(Found(h.Judge()), Counts{});
}

TEST(GoneOver, TheLastPlaceThatAReaderReturnedIsNot) {
  HistoryOf h;
  h.Acks(0, 2, 0).Acks(2, 1, 1).Reads(Pass::kLive, 0, 2, 0);
  EXPECT_EQ(Found(h.Judge()), (Counts{{"pending", 1}}));
}

// Between two passes the log's start moved up; the one that began at 0 broke off at once.
TEST(GoneOver, APassFromALaterStartDoesNotSpeakForAnEarlierOne) {
  HistoryOf h;
  h.Acks(0, 10, -1).Reads(kFinal, 5, 5, 5).FinalBounds(0, 10, 0).FinalBounds(5, 10);
  EXPECT_EQ(Found(h.Judge()), (Counts{{"pending", 5}}));
}

// Two streams of one partition, read in one poll: what the one said first is above all of the
// other.
TEST(GoneOver, SpansOfOneMomentAreNoStepBack) {
  HistoryOf h;
  h.Acks(0, 10, 10).Acks(10, 1, 7).Reads(Pass::kLive, 0, 10, 10);
  h.Acks(0, 5, 0, 1, 0, 1).Reads(Pass::kLive, 0, 5, 0, 0, -1, 1);
  EXPECT_EQ(Found(h.Judge()), (Counts{{"lost", 1}}));
}

TEST(GoneOver, AConsumerOfWhichNoAssignmentIsKnownGoesOverNothing) {
  FlowHistory h;
  h.Acks(0, 3, 0);
  for (const std::int64_t at : {0, 2}) {
    ReadSpan span;
    span.first_sequence = static_cast<std::uint64_t>(at);
    span.count = 1;
    span.offsets.Push(at);
    h.writer().Add("worker-0", Pass::kLive, Isolation::kUncommitted, kStream, span);
  }
  EXPECT_EQ(Found(h.Judge()), (Counts{{"pending", 1}}));
}

TEST(AtStake, WhatExpiredIsNot) {
  HistoryOf h;
  h.Topic("retention.ms", "1").Acks(0, 10, 0).Reads(kFinal, 4, 6, 4).FinalBounds(4, 10);
  EXPECT_EQ(h.Judge().at_stake, 6u);
}

TEST(AtStake, WhatWasCompactedIsNot) {
  HistoryOf h;
  h.Topic("cleanup.policy", "compact").Acks(0, 2, 0).Reads(kFinal, 1, 1, 1).FinalBounds(0, 2);
  h.writer().Add(kStream, KeySpan{0, {7, 7}, {false, false}});
  const auto result = h.Judge();
  EXPECT_EQ(Found(result), (Counts{{"compacted", 1}}));
  EXPECT_EQ(result.at_stake, 1u);
}

// An unknown send of a tombstone may have replaced the record and be gone, whatever was found of it
// in another partition.
TEST(Log, ACopyElsewhereDoesNotSayWhatWasCompacted) {
  HistoryOf h;
  h.Topic("cleanup.policy", "compact").Acks(0, 1, 0).Acks(2, 1, 2).Sent(3);
  h.writer().Add(kStream, KeySpan{0, {7, 7, 9}, {false, true, false}});
  h.Acks(0, 1, 0, 1, 1).Reads(kFinal, 0, 1, 0, 1).FinalBounds(0, 6, std::nullopt, 1);
  h.Reads(kFinal, 1, 1, 5, 0, 1).Reads(kFinal, 2, 1, 2).FinalBounds(0, 3);
  EXPECT_EQ(Found(h.Judge()), (Counts{{"misplaced", 1}, {"pending", 1}}));
}

TEST(AtStake, WhatWasAckedOnceTheClusterWasWholeIsNotWhateverBecameOfIt) {
  HistoryOf h;
  h.Fault("crash", 0.2, 1).Event(5, "phase", "whole");
  h.Acks(0, 10, 0, 2).Acks(10, 6, 10, 7).Reads(Pass::kLive, 0, 10, 0);
  const auto result = h.Judge();
  EXPECT_EQ(result.counts.at("pending"), 6u);
  EXPECT_EQ(result.at_stake, 10u);
}

TEST(Examples, OfReadsKnowWhenTheirRecordWasAcked) {
  FlowHistory h;
  h.Acks(0, 2, 0).InTxn("t", 0, 2).Txn("t", 2, TxnOutcome::kCommitted);
  h.Final(Isolation::kUncommitted, {0, 1}, 0, 2).LiveCommitted(0, 1, 0, 1.5);
  const auto result = h.Judge();
  EXPECT_EQ(result.findings.at(0).check, "early");
  EXPECT_EQ(result.findings.at(0).examples.at(0).acked_s, 1);
}

TEST(LastWords, WhatFailedAfterItsAckIsAGhostWhereItIsRead) {
  const auto result = HistoryOf()
                          .Acks(0, 10, 0, 1)
                          .Settles(Outcome::kFailed, 3, 1, 2)
                          .Reads(Pass::kFinal, 0, 10, 0)
                          .FinalBounds(0, 10)
                          .Judge();
  EXPECT_EQ(result.counts.at("ghost"), 1u);
  EXPECT_EQ(result.counts.at("acked"), 9u);
  EXPECT_EQ(result.counts.at("failed"), 1u);
}

TEST(AnotherPartition, AtTheSameOffsetsIsNotWhereTheyWereSent) {
  const auto result = HistoryOf()
                          .Acks(0, 3, 0)
                          .Reads(Pass::kFinal, 0, 3, 0, 0, 1)
                          .FinalBounds(0, 0)
                          .FinalBounds(0, 3, std::nullopt, 1)
                          .Judge();
  EXPECT_EQ(result.counts.at("misplaced"), 3u);
}

}  // namespace
}  // namespace kproof

// Each checker on histories built by hand: what it counts, and what it must not count.
#include <gtest/gtest.h>

#include "tests/unit/audit/history.h"

namespace kproof {
namespace {

constexpr Pass kLive = Pass::kLive;

// Everything that any checker counts, without zeros.
const Finding& Named(const Result& result, const std::string& check) {
  for (const auto& finding : result.findings) {
    if (finding.check == check) return finding;
  }
  throw std::runtime_error("no finding " + check);
}

TEST(Checks, ACleanRunHasNoFindings) {
  const auto result =
      HistoryOf().Acks(0, 100, 0).Reads(kFinal, 0, 100, 0).FinalBounds(0, 100).Judge();
  EXPECT_EQ(Found(result), Counts{});
  EXPECT_EQ(result.verdict, Verdict::kPass) << result.reason;
  EXPECT_EQ(result.at_stake, 100u);
}

TEST(CheckLost, OneLossAndOneDuplicateDoNotCancel) {
  const auto result = HistoryOf()
                          .Acks(0, 1000, 0)
                          .Reads(kFinal, 0, 500, 0)
                          .Reads(kFinal, 501, 499, 501)
                          .Reads(kFinal, 7, 1, 1000)
                          .FinalBounds(0, 1001)
                          .Judge();
  EXPECT_EQ(Found(result), (Counts{{"lost", 1}, {"duplicated", 1}}));
  EXPECT_EQ(Named(result, "lost").examples.at(0).seq, 500u);
  EXPECT_EQ(Named(result, "lost").evidence.at("absent"), 1u);
  EXPECT_EQ(Named(result, "duplicated").examples.at(0).offset, 1000);
  EXPECT_EQ(result.verdict, Verdict::kViolation);
}

TEST(CheckLost, OverwrittenNamesWhatStandsThere) {
  const auto result = HistoryOf()
                          .Acks(0, 10, 0)
                          .Acks(10, 5, 5)
                          .Fault("crash", 0.5, 3)
                          .Reads(kFinal, 0, 5, 0)
                          .Reads(kFinal, 10, 5, 5)
                          .FinalBounds(0, 10)
                          .Judge();
  const auto& lost = Named(result, "lost");
  EXPECT_EQ(lost.count, 5u);
  EXPECT_EQ(lost.evidence.at("overwritten"), 5u);
  EXPECT_EQ(lost.ranges, 1u);
  EXPECT_EQ(lost.examples.at(0).stands_there, "checkout-0/0/10");
  EXPECT_EQ(lost.examples.at(0).during, "kill node 2");
  EXPECT_EQ(lost.examples.at(0).count, 5u);
}

TEST(CheckLost, TruncatedLiesPastTheEnd) {
  const auto result =
      HistoryOf().Acks(0, 100, 0).Reads(kFinal, 0, 90, 0).FinalBounds(0, 90).Judge();
  EXPECT_EQ(Named(result, "lost").evidence.at("truncated"), 10u);
  EXPECT_EQ(Named(result, "lost").examples.at(0).stands_there, "past the end offset 90");
}

TEST(CheckLost, ARecordWithoutAStampOverwritesToo) {
  const auto result =
      HistoryOf().Acks(0, 3, 0).Reads(kFinal, 0, 2, 0).Unstamped(2).FinalBounds(0, 3).Judge();
  EXPECT_EQ(Named(result, "lost").evidence.at("overwritten"), 1u);
}

TEST(CheckLost, APassThatBrokeOffLeavesTheRestPending) {
  const auto result =
      HistoryOf().Acks(0, 100, 0).Reads(kFinal, 0, 40, 0).FinalBounds(0, 100, 50).Judge();
  EXPECT_EQ(Found(result), (Counts{{"lost", 10}, {"pending", 50}}));
}

TEST(CheckLost, WhatWasReadLiveButNoPassReachedIsNeitherLostNorPending) {
  const auto result = HistoryOf()
                          .Acks(0, 100, 0)
                          .Reads(kLive, 0, 100, 0)
                          .Reads(kFinal, 0, 50, 0)
                          .FinalBounds(0, 100, 50)
                          .Judge();
  EXPECT_EQ(Found(result), Counts{});
}

TEST(CheckLost, ALiveReadDoesNotSaveWhatTheFinalPassMisses) {
  const auto result = HistoryOf()
                          .Acks(0, 100, 0)
                          .Reads(kLive, 0, 100, 0)
                          .Reads(kFinal, 0, 99, 0)
                          .FinalBounds(0, 99)
                          .Judge();
  EXPECT_EQ(Found(result), (Counts{{"lost", 1}}));
}

TEST(CheckLost, WithoutAFinalPassAReaderGoesOverWhatItPassed) {
  const auto result =
      HistoryOf().Acks(0, 100, 0).Reads(kLive, 0, 50, 0).Reads(kLive, 60, 30, 60).Judge();
  EXPECT_EQ(Found(result), (Counts{{"lost", 10}, {"pending", 10}}));
}

TEST(CheckLost, AReaderThatLostItsPlacePassesOverNothing) {
  const auto result = HistoryOf()
                          .Acks(0, 100, 0)
                          .Reads(kLive, 0, 50, 0)
                          .Event(2.5, "client", "monitor-0", "offset 50 is out of range")
                          .Reads(kLive, 60, 40, 60)
                          .Judge();
  EXPECT_EQ(Found(result), (Counts{{"pending", 10}}));
}

TEST(CheckLost, AReaderThatWasStartedAgainPassesOverNothing) {
  HistoryOf history;
  history.Acks(0, 100, 0).Reads(kLive, 0, 50, 0);
  history.writer().CloseActor("monitor-0", 2'000'000);
  history.writer().OpenActor({"monitor-0", "main", ActorKind::kMonitor, "", "here", 99}, 3'000'000);
  EXPECT_EQ(Found(history.Reads(kLive, 60, 40, 60).Judge()), (Counts{{"pending", 10}}));
}

TEST(CheckLost, AReaderWithAHoleProvesNothing) {
  const auto result = HistoryOf()
                          .Acks(0, 100, 0)
                          .Reads(kFinal, 0, 90, 0)
                          .FinalBounds(0, 100)
                          .NeverCloses("final")
                          .Judge();
  EXPECT_EQ(Found(result), (Counts{{"pending", 10}}));
  EXPECT_EQ(result.verdict, Verdict::kInconclusive);
}

TEST(CheckLost, OfTwoAcksOnOneOffsetTheAbsentOneIsLost) {
  const auto result =
      HistoryOf().Acks(0, 5, 0).Acks(5, 1, 4).Reads(kFinal, 0, 5, 0).FinalBounds(0, 5).Judge();
  EXPECT_EQ(Found(result), (Counts{{"lost", 1}}));
  EXPECT_EQ(Named(result, "lost").examples.at(0).seq, 5u);
}

TEST(CheckLost, AnAckWithoutOffsetNeedsTheWholePartition) {
  EXPECT_EQ(Found(HistoryOf().Acks(0, 9, -1).Reads(kFinal, 0, 8, 0).FinalBounds(0, 8).Judge()),
            (Counts{{"lost", 1}}));
  EXPECT_EQ(Found(HistoryOf().Acks(0, 9, -1).Reads(kFinal, 0, 8, 0).FinalBounds(0, 9, 8).Judge()),
            (Counts{{"pending", 1}}));
  EXPECT_EQ(Found(HistoryOf().Acks(0, 9, -1).Reads(kLive, 0, 8, 0).Judge()),
            (Counts{{"pending", 1}}));
}

TEST(CheckExpired, BelowTheStartIsExpiredOnlyWhereRetentionExplainsIt) {
  const auto below = [](HistoryOf& history) {
    return Found(history.Acks(0, 10, 0, 1).Reads(kFinal, 4, 6, 4).FinalBounds(4, 10).Judge());
  };
  HistoryOf week;
  EXPECT_EQ(below(week), (Counts{{"lost", 4}}));
  HistoryOf second;
  second.Topic("retention.ms", "900");
  EXPECT_EQ(below(second), (Counts{{"expired", 4}}));
  HistoryOf bytes;
  bytes.Topic("retention.bytes", "1000");
  EXPECT_EQ(below(bytes), (Counts{{"expired", 4}}));
  HistoryOf unreadable;
  unreadable.Topic("retention.ms", "?").Run(run_key::kRequire, R"(["no-loss"])");
  EXPECT_EQ(below(unreadable), (Counts{{"expired", 4}}));
  EXPECT_EQ(unreadable.Judge().verdict, Verdict::kInconclusive);
}

TEST(CheckExpired, ForEverIsNotOverflow) {
  HistoryOf history;
  history.Topic("retention.ms", "9223372036854775807");
  const auto result = history.Acks(0, 10, 0).Reads(kFinal, 4, 6, 4).FinalBounds(4, 10).Judge();
  EXPECT_EQ(Found(result), (Counts{{"lost", 4}}));
}

TEST(CheckExpired, DeletedEarlyIsTheEvidenceOfALoss) {
  const auto result = HistoryOf().Acks(0, 10, 0).Reads(kFinal, 4, 6, 4).FinalBounds(4, 10).Judge();
  EXPECT_EQ(Named(result, "lost").evidence.at("deleted_early"), 4u);
}

TEST(CheckPending, EveryAbsentRecordOfACompactedTopic) {
  const auto result = HistoryOf()
                          .Topic("cleanup.policy", "compact")
                          .Acks(0, 10, 0)
                          .Reads(kFinal, 5, 5, 5)
                          .FinalBounds(0, 10)
                          .Judge();
  EXPECT_EQ(Found(result), (Counts{{"pending", 5}}));
}

TEST(CheckDuplicated, EachFurtherOffsetCountsAndEachReaderDoesNot) {
  const auto result = HistoryOf()
                          .Acks(0, 10, 0)
                          .Reads(kFinal, 0, 10, 0)
                          .Reads(kFinal, 3, 2, 10)
                          .Reads(kFinal, 3, 1, 12)
                          .FinalBounds(0, 13)
                          .Judge();
  EXPECT_EQ(Found(result), (Counts{{"duplicated", 3}}));
  const auto twice =
      HistoryOf().Acks(0, 10, 0).Reads(kLive, 0, 10, 0).Reads(kLive, 0, 10, 0).Judge();
  EXPECT_EQ(Found(twice), Counts{});
}

TEST(CheckMisplaced, AnotherOffsetIsMisplacedAndNotLost) {
  const auto result = HistoryOf()
                          .Acks(0, 3, 0)
                          .Reads(kFinal, 0, 2, 0)
                          .Reads(kFinal, 2, 1, 5)
                          .FinalBounds(0, 6)
                          .Judge();
  EXPECT_EQ(Found(result), (Counts{{"misplaced", 1}}));
  EXPECT_EQ(result.verdict, Verdict::kViolation);
}

TEST(CheckMisplaced, AnotherPartitionIsMisplacedAndNotLost) {
  const auto result = HistoryOf()
                          .Acks(0, 3, 0)
                          .Reads(kFinal, 0, 2, 0)
                          .Reads(kFinal, 2, 1, 9, 0, 1)
                          .FinalBounds(0, 3)
                          .FinalBounds(0, 10, std::nullopt, 1)
                          .Judge();
  EXPECT_EQ(Found(result), (Counts{{"misplaced", 1}}));
}

TEST(CheckReordered, TheFirstCopyDecides) {
  const auto swapped = HistoryOf()
                           .Acks(0, 2, 0)
                           .Acks(2, 1, 3)
                           .Acks(3, 1, 2)
                           .Reads(kFinal, 0, 2, 0)
                           .Reads(kFinal, 3, 1, 2)
                           .Reads(kFinal, 2, 1, 3)
                           .FinalBounds(0, 4)
                           .Judge();
  EXPECT_EQ(Found(swapped), (Counts{{"reordered", 1}}));
  EXPECT_EQ(Named(swapped, "reordered").examples.at(0).seq, 2u);
  const auto copied = HistoryOf()
                          .Acks(0, 4, 0)
                          .Reads(kFinal, 0, 4, 0)
                          .Reads(kFinal, 1, 1, 4)
                          .FinalBounds(0, 5)
                          .Judge();
  EXPECT_EQ(Found(copied), (Counts{{"duplicated", 1}}));
}

TEST(CheckPhantom, WhatNobodySent) {
  const auto result = HistoryOf().Acks(0, 3, 0).Reads(kFinal, 0, 5, 0).FinalBounds(0, 5).Judge();
  EXPECT_EQ(Found(result), (Counts{{"phantom", 2}}));
  const auto life = HistoryOf()
                        .Acks(0, 3, 0)
                        .Reads(kFinal, 0, 3, 0)
                        .Reads(kFinal, 0, 1, 3, 0, -1, 9)
                        .FinalBounds(0, 4)
                        .Judge();
  EXPECT_EQ(Found(life), (Counts{{"phantom", 1}}));
}

TEST(CheckPhantom, AHoleMayHideTheSend) {
  HistoryOf history;
  history.Acks(0, 3, 0).Reads(kFinal, 0, 5, 0).FinalBounds(0, 5).NeverCloses("checkout-0");
  const auto result = history.Judge();
  EXPECT_EQ(Found(result), Counts{});
  EXPECT_EQ(result.verdict, Verdict::kInconclusive) << result.reason;
}

TEST(CheckGhost, AFailedSendThatWasRead) {
  const auto result = HistoryOf()
                          .Acks(0, 3, 0)
                          .Settles(Outcome::kFailed, 3, 2)
                          .Reads(kFinal, 0, 4, 0)
                          .FinalBounds(0, 4)
                          .Judge();
  EXPECT_EQ(Found(result), (Counts{{"ghost", 1}}));
  EXPECT_EQ(result.counts.at("failed"), 2u);
}

TEST(CheckGhost, TheLastWordCounts) {
  const auto result = HistoryOf()
                          .Settles(Outcome::kFailed, 0, 2)
                          .Acks(0, 2, 0)
                          .Reads(kFinal, 0, 2, 0)
                          .FinalBounds(0, 2)
                          .Judge();
  EXPECT_EQ(Found(result), Counts{});
  EXPECT_EQ(result.counts.at("acked"), 2u);
  EXPECT_EQ(result.counts.at("failed"), 0u);
}

TEST(CheckCorrupt, EachPlaceOnce) {
  const auto result = HistoryOf()
                          .Acks(0, 3, 0)
                          .Reads(kFinal, 0, 3, 0)
                          .Corrupt(1, 1)
                          .Corrupt(1, 1)
                          .FinalBounds(0, 3)
                          .Judge();
  EXPECT_EQ(Found(result), (Counts{{"corrupt", 1}}));
}

TEST(Checks, AnUnknownSendIsNoAnomalyWhetherItIsInTheLogOrNot) {
  for (std::uint64_t in_log : {3, 5}) {
    const auto result = HistoryOf()
                            .Acks(0, 3, 0)
                            .Settles(Outcome::kUnknown, 3, 2)
                            .Reads(kFinal, 0, in_log, 0)
                            .FinalBounds(0, static_cast<std::int64_t>(in_log))
                            .Judge();
    EXPECT_EQ(Found(result), Counts{});
    EXPECT_EQ(result.counts.at("unknown"), 2u);
    EXPECT_EQ(result.verdict, Verdict::kPass) << result.reason;
  }
}

}  // namespace
}  // namespace kproof

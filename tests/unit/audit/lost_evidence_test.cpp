// What stands at the place of a lost record, and what explains that a record is below the log's
// start.
#include <gtest/gtest.h>

#include "tests/unit/audit/flow_history.h"

namespace kproof {
namespace {

using Evidence = std::map<std::string, std::uint64_t>;

const Finding& Lost(const Result& result) {
  for (const auto& finding : result.findings) {
    if (finding.check == "lost") return finding;
  }
  throw std::runtime_error("nothing is lost");
}

TEST(LostEvidence, WhatStandsWhereCommittedReadersDoNotGetIsAbsent) {
  FlowHistory h;
  h.Acks(0, 2, 0).InTxn("t", 0, 2).Txn("t", 2, TxnOutcome::kCommitted);
  h.Final(Isolation::kUncommitted, {0, 1}, 0, 2).Final(Isolation::kCommitted, {}, 0, 2);
  const auto result = h.Judge();
  EXPECT_EQ(Lost(result).evidence,
            (Evidence{{"absent", 2}, {"deleted_early", 0}, {"overwritten", 0}, {"truncated", 0}}));
  EXPECT_EQ(Lost(result).examples.at(0).stands_there, "nothing that a read_committed reader gets");
}

TEST(LostEvidence, AnAckWithoutAnOffsetHasNoPlaceToLookAt) {
  const auto result =
      HistoryOf().Acks(0, 9, -1).Reads(Pass::kFinal, 0, 8, 0).FinalBounds(0, 8).Judge();
  EXPECT_EQ(Lost(result).evidence.at("absent"), 1u);
  EXPECT_EQ(Lost(result).evidence.at("truncated"), 0u);
  EXPECT_EQ(Lost(result).examples.at(0).stands_there, "not known: it was acked without an offset");
}

TEST(LostEvidence, TheLogsStartIsNamed) {
  const auto result =
      HistoryOf().Acks(0, 10, 0).Reads(Pass::kFinal, 4, 6, 4).FinalBounds(4, 10).Judge();
  EXPECT_EQ(Lost(result).examples.at(0).stands_there, "below the log's start 4");
}

TEST(LostEvidence, WhatOnlyALiveReaderGotOverwritesNothing) {
  const auto result = HistoryOf()
                          .Acks(0, 100, 0)
                          .Reads(Pass::kLive, 0, 100, 0)
                          .Reads(Pass::kFinal, 0, 99, 0)
                          .FinalBounds(0, 99)
                          .Judge();
  EXPECT_EQ(Lost(result).evidence.at("truncated"), 1u);
  EXPECT_EQ(Lost(result).evidence.at("overwritten"), 0u);
}

TEST(LostEvidence, OfTwoAcksOnOneOffsetEachIsLookedUp) {
  HistoryOf absent;
  absent.Acks(0, 5, 0).Acks(5, 1, 4).Reads(Pass::kFinal, 0, 4, 0).FinalBounds(0, 6);
  EXPECT_EQ(Lost(absent.Judge()).evidence.at("absent"), 2u);
  HistoryOf held;
  held.Acks(0, 5, 0).Acks(5, 1, 4).Reads(Pass::kFinal, 0, 4, 0).Unstamped(4).FinalBounds(0, 5);
  EXPECT_EQ(Lost(held.Judge()).evidence.at("overwritten"), 2u);
}

// Ten records acked at 1 s, of which the first four are below the log's start at 9 s, under a week
// of retention.
class BelowTheStart : public ::testing::Test {
 protected:
  BelowTheStart() { history_.Acks(0, 10, 0).Reads(Pass::kFinal, 4, 6, 4).FinalBounds(4, 10); }
  bool Expired() {
    const auto counts = history_.Judge().counts;
    EXPECT_EQ(counts.at("expired") + counts.at("lost"), 4u);
    return counts.at("expired") == 4;
  }
  FaultFact Step(const std::string& failure_class) {
    FaultFact fault;
    fault.fault = fault.failure_class = failure_class;
    fault.from = 500'000;
    fault.to = 1'000'000;
    fault.bit = fault.healed = true;
    return fault;
  }
  HistoryOf history_;
};

TEST_F(BelowTheStart, ADeletionThatWasAskedForExplainsIt) {
  auto deletion = Step("deletion");
  history_.writer().Put(deletion);
  EXPECT_TRUE(Expired());
}

TEST_F(BelowTheStart, AnOperatorsChangeExplainsIt) {
  auto change = Step("operator");
  history_.writer().Put(change);
  EXPECT_TRUE(Expired());
}

TEST_F(BelowTheStart, ACrashExplainsNothing) {
  auto crash = Step("crash");
  history_.writer().Put(crash);
  EXPECT_FALSE(Expired());
}

TEST_F(BelowTheStart, ADeletionThatWasNeverInjectedExplainsNothing) {
  auto deletion = Step("deletion");
  deletion.from.reset();
  history_.writer().Put(deletion);
  EXPECT_FALSE(Expired());
}

TEST_F(BelowTheStart, ADeletionInAnotherClusterExplainsNothing) {
  auto deletion = Step("deletion");
  deletion.cluster = "east";
  history_.writer().Put(deletion);
  EXPECT_FALSE(Expired());
}

TEST_F(BelowTheStart, RetentionBytesThatNobodyCouldReadMayExplainIt) {
  history_.Topic("retention.bytes", "?");
  EXPECT_TRUE(Expired());
}

TEST_F(BelowTheStart, ForEverExplainsNothing) {
  history_.Topic("retention.ms", "-1");
  EXPECT_FALSE(Expired());
}

// Acked at 1 s with a latency of 5 ms, and its reader closed at 9 s: it may have been created
// 8,005 ms before.
TEST_F(BelowTheStart, ARecordMayBeAsMuchOlderAsItsAckTook) {
  history_.Topic("retention.ms", "8004");
  EXPECT_TRUE(Expired());
}

TEST_F(BelowTheStart, YoungerThanItsRetentionItWasDeletedEarly) {
  history_.Topic("retention.ms", "8100");
  EXPECT_FALSE(Expired());
}

}  // namespace
}  // namespace kproof

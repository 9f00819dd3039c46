// The oracle on what the contract says of logs: torn, compacted, incarnations and sizes, a sentence
// at a time.
#include <gtest/gtest.h>

#include "tests/unit/audit/told.h"

namespace kproof {
namespace {

std::uint64_t Of(const OracleNumbers& numbers, const std::string& word) {
  const auto number = numbers.find(word);
  return number == numbers.end() ? 0 : number->second;
}

// -- unknown sends of transactions

Told HalfThere(std::int64_t told_offset = -1) {
  Told told;
  told.Acks({0}).Settle(1, Outcome::kUnknown, told_offset);
  return told;
}

TEST(OracleTorn, AnUnknownSendIsMissingWhereAPassCameAfterTheEnd) {
  EXPECT_EQ(Of(HalfThere().Txn(TxnOutcome::kCommitted, {0, 1}).Final({0}, 2).Say().counts, "torn"),
            1u);
  const auto before = HalfThere().Final({0}, 2).Txn(TxnOutcome::kCommitted, {0, 1}).Say();
  EXPECT_EQ(Of(before.counts, "torn"), 0u);
  EXPECT_EQ(Of(before.doubts, "torn"), 1u);
}

TEST(OracleTorn, AnUnknownSendIsMissingWhereItsPlaceIsKnown) {
  const auto pass = [](std::int64_t end) {
    return HalfThere(1)
        .Txn(TxnOutcome::kCommitted, {0, 1})
        .Final({0}, end, Isolation::kCommitted)
        .Say();
  };
  EXPECT_EQ(Of(pass(2).counts, "torn"), 1u);
  EXPECT_EQ(Of(pass(1).counts, "torn"), 0u);
  EXPECT_EQ(Of(pass(1).doubts, "torn"), 1u);
}

TEST(OracleTorn, OfUnknownOutcomeThatACommittedReaderSaw) {
  const auto says =
      HalfThere().Txn(TxnOutcome::kUnknown, {0, 1}).Final({0}, 2, Isolation::kCommitted).Say();
  EXPECT_EQ(Of(says.counts, "torn"), 0u);
  EXPECT_EQ(Of(says.doubts, "torn"), 1u);
}

// -- compacted topics: records 0, 1 and 2 of keys 1, 1 and 2, of which 0 is absent

Told OneAbsent() {
  Told told;
  return told.AcksUpTo(3).Key(0, 1).Key(1, 1).Key(2, 2);
}

TEST(OracleCompaction, ALaterRecordOfTheKeyExplains) {
  EXPECT_EQ(Of(OneAbsent().Final({1, 2}, 3).Say().counts, "compacted"), 1u);
  EXPECT_EQ(Of(OneAbsent().Key(0, 3).Final({1, 2}, 3).Say().counts, "lost"), 1u);
}

TEST(OracleCompaction, OnlyWhereItCommitted) {
  const auto with = [](std::optional<TxnOutcome> outcome) {
    return OneAbsent().Txn(outcome, {1}).Final({1, 2}, 3).Say();
  };
  EXPECT_EQ(Of(with(TxnOutcome::kCommitted).counts, "compacted"), 1u);
  EXPECT_EQ(Of(with(TxnOutcome::kAborted).counts, "lost"), 1u);
  EXPECT_EQ(Of(with(TxnOutcome::kUnknown).counts, "lost"), 0u);
  EXPECT_EQ(Of(with(TxnOutcome::kUnknown).doubts, "lost"), 1u);
}

TEST(OracleCompaction, NotWhereThePlaceIsTakenOrTheLogEnds) {
  EXPECT_EQ(Of(OneAbsent().FinalAt(0, 2).FinalAt(1, 1).Pass_(0, 3).Say().counts, "lost"), 1u);
  EXPECT_EQ(Of(OneAbsent().Final({0, 1}, 2).Say().counts, "lost"), 1u);
}

TEST(OracleCompaction, WithoutKeysAllIsPending) {
  auto told = OneAbsent();
  told.keys.erase(Told::Record(2));
  EXPECT_EQ(Of(told.Final({1, 2}, 3).Say().counts, "pending"), 1u);
}

TEST(OracleCompaction, ATombstoneMayBeGone) {
  // 1 is a tombstone of the key of 0.
  const auto gone = [](bool may_be, Told::Offsets stand, std::int64_t end) {
    Told told;
    told.AcksUpTo(3).Key(0, 1).Key(1, 1, true).Key(2, 2);
    told.tombstones_may_be_gone = may_be;
    return told.Final(stand, end).Say().counts;
  };
  EXPECT_EQ(Of(gone(true, {2}, 3), "compacted"), 2u);
  EXPECT_EQ(Of(gone(false, {2}, 3), "lost"), 1u);
  EXPECT_EQ(Of(gone(true, {0, 2}, 3), "lost"), 1u);
  EXPECT_EQ(Of(gone(true, {}, 2), "lost"), 2u);  // with 2, at the end
}

// -- incarnations

// 0 and 1 went to the first, 1 while it was being deleted; 10 and 11 to the second one.
Told MadeAgain() {
  Told told;
  told.Acks({0});
  told.now = 2'000'000;
  told.Settle(1, Outcome::kAcked, 1);
  told.now = 3'010'000;
  told.Settle(10, Outcome::kAcked, 0).Settle(11, Outcome::kAcked, 1);
  told.deletions.push_back({1'999'999, 2'999'999});
  return told;
}

TEST(OracleTopics, WhatWasDeletedOnRequestIsExpired) {
  const auto says = MadeAgain().FinalAt(0, 10).FinalAt(1, 11).Pass_(0, 2).Say();
  EXPECT_EQ(says.counts, OracleNumbers({{"expired", 1}, {"pending", 1}}));
}

TEST(OracleTopics, WhatTheSecondOneLacksIsLost) {
  EXPECT_EQ(Of(MadeAgain().FinalAt(0, 10).Pass_(0, 2).Say().counts, "lost"), 1u);
}

TEST(OracleTopics, IdsTellWhichOneItWas) {
  auto told = MadeAgain().FinalAt(0, 10).FinalAt(1, 11).Pass_(0, 2);
  told.settles[1].topic_id = "B";
  told.bounds[0].topic_id = "B";
  EXPECT_EQ(Of(told.Say().counts, "lost"), 1u);
  told.settles[1].topic_id = "A";
  told.settles[0].topic_id = "A";
  EXPECT_EQ(Of(told.Say().counts, "expired"), 2u);
}

TEST(OracleTopics, ARecordInAnotherTopicIsMisplacedAndNotLost) {
  Told told;
  told.Acks({0, 1}).Final({0}, 2);
  told.reads.push_back({"monitor-0", Pass::kLive, Isolation::kUncommitted, 0, 7, Told::Record(1)});
  told.reads.back().in_refunds = true;
  EXPECT_EQ(told.Say().counts, OracleNumbers({{"misplaced", 1}}));
}

// -- retention by size: ten records of 893 + 61 + 46 bytes, of which the first is gone

Told Small(std::int64_t retention_bytes) {
  Told told;
  told.AcksUpTo(11);
  for (std::int64_t offset = 1; offset < 11; ++offset) told.FinalAt(offset, offset);
  told.retention_bytes = retention_bytes;
  told.largest[{0xa, 0, 0}] = {893, 0};
  return told.Pass_(1, 11);
}

TEST(OracleSize, WhatCannotHaveBeenTooMuchWasDeletedEarly) {
  EXPECT_EQ(Of(Small(10'001).Say().counts, "lost"), 1u);
  EXPECT_EQ(Of(Small(10'000).Say().counts, "expired"), 1u);
  EXPECT_EQ(Of(Small(10'001).Settle(11, Outcome::kUnknown).Say().counts, "expired"), 1u);
  auto unknown = Small(1'000'000);
  unknown.largest.clear();
  EXPECT_EQ(Of(unknown.Say().counts, "expired"), 1u);
  auto compressed = Small(10'740);
  compressed.compressed = true;
  EXPECT_EQ(Of(compressed.Say().counts, "expired"), 1u);
}

}  // namespace
}  // namespace kproof

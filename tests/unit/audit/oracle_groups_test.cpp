// The oracle on what the contract says of groups and readers, a sentence at a time.
#include <gtest/gtest.h>

#include "tests/unit/audit/told.h"

namespace kproof {
namespace {

std::uint64_t In(const OracleNumbers& numbers, const std::string& word) {
  const auto number = numbers.find(word);
  return number == numbers.end() ? 0 : number->second;
}

// Ten records, of which c-0 does all but the fifth.
Told AllButFour() {
  Told told;
  told.Whole(10).Assign("c-0", {{0, 0}}).Does("c-0", 0, 4).Does("c-0", 5, 10);
  return told;
}

TEST(OracleClaims, TheLastCommitCounts) {
  EXPECT_EQ(In(AllButFour().Commits("c-0", 10).Say().counts, "unprocessed"), 1u);
  const auto says = AllButFour().Commits("c-0", 10).Commits("c-0", 4).Say();
  EXPECT_EQ(In(says.counts, "unprocessed"), 0u);
  EXPECT_EQ(In(says.counts, "regressed"), 1u);
}

TEST(OracleClaims, ALaterAssignmentTakesBackWhatIsAboveIt) {
  EXPECT_EQ(In(AllButFour().Commits("c-0", 10).Assign("c-1", {{0, 3}}).Say().counts, "unprocessed"),
            0u);
  EXPECT_EQ(
      In(AllButFour().Commits("c-0", 10).Assign("c-1", {{0, 12}}).Say().counts, "unprocessed"), 1u);
  EXPECT_EQ(
      In(AllButFour().Commits("c-0", 10).Assign("c-1", {{0, 3}}).Commits("c-1", 10).Say().counts,
         "unprocessed"),
      1u);
}

TEST(OracleClaims, AResetForgivesAndASeekDoesNot) {
  const auto half = [] {
    Told told;
    told.Whole(10).Assign("c-0", {{0, 0}}).Does("c-0", 0, 5).Commits("c-0", 5);
    return told;
  };
  EXPECT_EQ(
      In(half().Resets(10).Assign("c-0", {{0, 10}}).Commits("c-0", 10).Say().counts, "unprocessed"),
      0u);
  EXPECT_EQ(In(half().Seeks("c-0", 10).Commits("c-0", 10).Say().counts, "unprocessed"), 5u);
  EXPECT_EQ(
      In(half().Resets(2).Assign("c-0", {{0, 2}}).Does("c-0", 2, 5).Say().counts, "redelivered"),
      0u);
  const auto sought = half().Seeks("c-0", 2).Does("c-0", 2, 5).Say();
  EXPECT_EQ(In(sought.counts, "redelivered"), 3u);
  EXPECT_EQ(In(sought.counts, "reprocessed"), 3u);
}

TEST(OracleClaims, ACommitCountsAsItsTransactionDoes) {
  const auto with = [](std::optional<TxnOutcome> outcome) {
    return AllButFour().Commits("c-0", 4).TxnOf("c-0", "x", outcome).Commits("c-0", 10, "x").Say();
  };
  EXPECT_EQ(In(with(TxnOutcome::kCommitted).counts, "unprocessed"), 1u);
  EXPECT_EQ(In(with(TxnOutcome::kAborted).counts, "unprocessed"), 0u);
  EXPECT_EQ(In(with(TxnOutcome::kAborted).doubts, "unprocessed"), 0u);
  EXPECT_EQ(In(with(TxnOutcome::kUnknown).counts, "unprocessed"), 0u);
  EXPECT_EQ(In(with(TxnOutcome::kUnknown).doubts, "unprocessed"), 1u);
  const auto aborted = AllButFour()
                           .TxnOf("c-0", "x", TxnOutcome::kAborted)
                           .Commits("c-0", 10, "x")
                           .Commits("c-0", 4)
                           .Say();
  EXPECT_EQ(In(aborted.counts, "regressed"), 0u);
}

TEST(OracleClaims, CommitsThatOverlapHaveNoOrder) {
  auto told = AllButFour();
  told.Commits("c-0", 10).Commits("c-1", 4).steps.back().asked = told.now - 5'000;
  EXPECT_EQ(In(told.Say().counts, "regressed"), 0u);
  EXPECT_EQ(In(told.Say().counts, "unprocessed"), 0u);
}

// 40, 20, 30 or 40, 30 and 20 whenever: each way one went back, and nobody knows which.
TEST(OracleClaims, WhereInEachOrderOneWentBackItIsADoubt) {
  const auto with = [](std::int64_t offset, bool untimed) {
    auto told = AllButFour();
    told.Commits("c-0", 40).Commits("c-1", offset).Commits("c-0", 30);
    if (untimed) told.untimed.insert("c-1");
    return told.Say();
  };
  EXPECT_EQ(In(with(20, true).counts, "regressed"), 0u);
  EXPECT_EQ(In(with(20, true).doubts, "regressed"), 1u);
  EXPECT_EQ(In(with(35, true).counts, "regressed"), 1u);
  EXPECT_EQ(In(with(35, true).doubts, "regressed"), 0u);
  EXPECT_EQ(In(with(20, false).counts, "regressed"), 1u);
  auto rising = AllButFour();
  rising.untimed.insert("c-1");
  rising.Commits("c-0", 40).Commits("c-1", 20).Commits("c-1", 30);
  EXPECT_EQ(In(rising.Say().doubts, "regressed"), 0u);
}

TEST(OracleClaims, WhatWasGivenBackIsNoRegress) {
  const auto after = [](auto give_back) {
    auto told = AllButFour().Commits("c-0", 10);
    give_back(told);
    return In(told.Commits("c-0", 4).Say().counts, "regressed");
  };
  EXPECT_EQ(after([](Told&) {}), 1u);
  EXPECT_EQ(after([](Told& told) { told.Seeks("c-0", 2); }), 0u);
  EXPECT_EQ(after([](Told& told) { told.Seeks("c-1", 2); }), 1u);
  EXPECT_EQ(after([](Told& told) { told.Resets(2); }), 0u);
  EXPECT_EQ(after([](Told& told) { told.client_notes.push_back({"c-0", told.now += 1'000}); }), 0u);
  EXPECT_EQ(after([](Told& told) { told.client_notes.push_back({"c-1", told.now += 1'000}); }), 1u);
}

// -- partitions that were added

// Partition 0 as if it were the new one.
Told Grown(const std::string& first_member, std::optional<std::int32_t> generation) {
  Told told;
  told.Whole(10);
  told.Assign(first_member, {{1, 0}}, 1);
  told.Assign("c-0", {{0, 6}}, generation).Does("c-0", 6, 10).Commits("c-0", 10);
  return told;
}

TEST(OracleClaims, AnAddedPartitionIsOwedFromItsBeginning) {
  EXPECT_EQ(In(Grown("c-0", 2).Say().counts, "unprocessed"), 6u);
  const auto to_another = Grown("c-1", 2).Say();
  EXPECT_EQ(In(to_another.counts, "unprocessed"), 0u);
  EXPECT_EQ(In(to_another.doubts, "unprocessed"), 6u);
}

TEST(OracleClaims, MembersOfOneGenerationSayNothingOfEachOther) {
  const auto says = Grown("c-1", 1).Say();
  EXPECT_EQ(In(says.counts, "unprocessed") + In(says.doubts, "unprocessed"), 0u);
}

TEST(OracleClaims, AMemberWithAHoleMakesItADoubt) {
  auto told = Grown("c-0", 2);
  told.never_closed.insert("c-1");
  EXPECT_EQ(In(told.Say().counts, "unprocessed"), 0u);
  EXPECT_EQ(In(told.Say().doubts, "unprocessed"), 6u);
}

// -- stale readers

// The log was cut at 3 and written anew; c-0 returned the old 3.
Told Cut() {
  Told told;
  told.AcksUpTo(3);
  for (std::int64_t offset = 3; offset < 6; ++offset)
    told.Settle(offset + 10, Outcome::kAcked, offset);
  told.Settle(3, Outcome::kUnknown).Assign("c-0", {{0, 0}});
  for (std::int64_t offset = 0; offset < 4; ++offset) told.Reads("c-0", offset, offset);
  return told;
}
Told& Written(Told& told) {
  for (std::int64_t offset = 0; offset < 6; ++offset)
    told.FinalAt(offset, offset < 3 ? offset : offset + 10);
  return told.Pass_(0, 6);
}

TEST(OracleStale, WhoWentOnWithoutBeingTold) {
  auto on = Cut().Reads("c-0", 4, 14);
  EXPECT_EQ(In(Written(on).Say().counts, "stale"), 1u);
  auto stayed = Cut();
  EXPECT_EQ(In(Written(stayed).Say().counts, "stale"), 0u);
  auto back = Cut().Seeks("c-0", 3).Reads("c-0", 3, 13).Reads("c-0", 4, 14);
  EXPECT_EQ(In(Written(back).Say().counts, "stale"), 0u);
  auto anew = Cut().Assign("c-0", {}).Assign("c-0", {{0, 4}}).Reads("c-0", 4, 14);
  EXPECT_EQ(In(Written(anew).Say().counts, "stale"), 0u);
  auto noted = Cut();
  noted.client_notes.push_back({"c-0", noted.now += 1'000});
  noted.Reads("c-0", 4, 14);
  EXPECT_EQ(In(Written(noted).Say().counts, "stale"), 0u);
  auto hole = Cut().Reads("c-0", 4, 14);
  hole.never_closed.insert("c-0");
  EXPECT_EQ(In(Written(hole).Say().counts, "stale"), 0u);
  EXPECT_EQ(In(hole.Say().doubts, "stale"), 1u);
}

}  // namespace
}  // namespace kproof

// What a group owes: from its first position up to its claim, each record once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/unit/events/judged.h"

namespace kproof {
namespace {

std::string EffectsOf(const std::string& actor, int first, int count) {
  std::string lines;
  for (int i = first; i < first + count; ++i)
    lines += R"({"event":"process","actor":")" + actor +
             R"(","group":"g","topic":"x","partition":0,"offset":)" + std::to_string(i) + "}\n";
  return lines;
}

std::string CommitOf(const std::string& actor, int offset, const std::string& more = "") {
  return R"({"event":"commit","actor":")" + actor +
         R"(","group":"g","topic":"x","partition":0,"outcome":"acked","offset":)" +
         std::to_string(offset) + more + "}\n";
}

std::string BeginsAt(const std::string& actor, int offset) {
  return R"({"event":"assign","actor":")" + actor + R"(","group":"g","partitions":[["x",0,)" +
         std::to_string(offset) + "]]}\n";
}

std::string InLog(int count) {
  return R"({"event":"require","guarantees":["at-least-once"]})"
         "\n" +
         Sends("p", 0, count) + Acks("p", 0, count, 0) + Reads("f", "p", 0, count, 0, kFinal);
}

// Either may have been first, and who was second owes nothing below the other's beginning.
TEST(Owed, FromTheHighestOfFirstsThatDoNotCompare) {
  const auto log = InLog(6) + FinalBounds(0, 6);
  const auto both = BeginsAt("a", 2) + BeginsAt("b", 4);
  const auto claimed = CommitOf("a", 6);
  EXPECT_EQ(Judged(log + both + EffectsOf("a", 4, 2) + claimed).counts.at("unprocessed"), 0u);
  EXPECT_EQ(
      Judged(log + BeginsAt("a", 2) + EffectsOf("a", 4, 2) + claimed).counts.at("unprocessed"), 2u);
}

// The group stood at 5 when it was put to 8; where it began afterwards says nothing of that.
TEST(Owed, AResetJumpsOverNothingBelowWhereTheGroupStood) {
  const auto log = InLog(12) + FinalBounds(0, 12);
  const auto reset =
      R"({"event":"reset","actor":"admin","group":"g","topic":"x","partition":0,"offset":8})"
      "\n";
  const auto claimed = Timed(1, BeginsAt("a", 0)) + Timed(2, CommitOf("a", 5)) + Timed(3, reset) +
                       Timed(4, BeginsAt("b", 3)) + Timed(6, CommitOf("b", 12));
  const auto done = EffectsOf("a", 0, 3) + Timed(5, EffectsOf("b", 8, 4));
  EXPECT_EQ(Judged(log + claimed + done).counts.at("unprocessed"), 2u);
}

std::string BegunTxn(const std::string& name) {
  return R"({"event":"txn","actor":"q","op":"begin","txn":")" + name + "\"}\n";
}

const auto kMayOwe = testing::Contains(testing::HasSubstr("which may have to process"));

// 10 was committed, then 3 in transaction b, then 6 in a: what is owed is what it is in each of
// their four outcomes.
TEST(Owed, TransactionsWithoutAnEndMayEndEachInItsOwnWay) {
  const auto log = InLog(10) + FinalBounds(0, 10) + Timed(1, BeginsAt("w", 0) + BegunTxn("a")) +
                   Timed(2, BegunTxn("b") + CommitOf("w", 10)) +
                   Timed(3, CommitOf("q", 3, R"(,"txn":"b")")) +
                   Timed(4, CommitOf("q", 6, R"(,"txn":"a")"));
  const auto none = Judged(log + EffectsOf("w", 9, 1));
  EXPECT_EQ(none.counts.at("unprocessed"), 3u);
  EXPECT_THAT(none.doubts, kMayOwe);
  const auto all = Judged(log + EffectsOf("w", 0, 10));
  EXPECT_EQ(all.counts.at("unprocessed"), 0u);
  EXPECT_THAT(all.doubts, testing::Not(kMayOwe));
}

TEST(Owed, OfManyTransactionsWithoutAnEndNothingIsKnown) {
  auto log = InLog(10) + FinalBounds(0, 10) + Timed(1, BeginsAt("w", 0)) + EffectsOf("w", 9, 1);
  for (int i = 0; i < 7; ++i) {
    const auto name = std::to_string(i);
    log += Timed(2 + i, BegunTxn(name) + CommitOf("q", 2 + i, R"(,"txn":")" + name + "\""));
  }
  const auto result = Judged(log);
  EXPECT_EQ(result.counts.at("unprocessed"), 0u);
  EXPECT_THAT(result.doubts, kMayOwe);
}

// It stands at two offsets, one below a commit and one below a commit that may not count.
TEST(Owed, ARecordThatStandsTwiceIsOwedOnce) {
  const auto log = InLog(1) + Reads("f", "p", 0, 1, 1, kFinal) + FinalBounds(0, 2) +
                   Timed(1, BeginsAt("a", 0)) + EffectsOf("b", 9, 1);
  const auto surely = Timed(2, CommitOf("a", 1));
  const auto maybe = Timed(3, BegunTxn("t") + CommitOf("q", 2, R"(,"txn":"t")"));
  const auto twice = Judged(log + surely + maybe);
  EXPECT_EQ(twice.counts.at("unprocessed"), 1u);
  EXPECT_THAT(twice.doubts, testing::Not(kMayOwe));
  EXPECT_THAT(Judged(log + maybe).doubts, kMayOwe);
}

// The log was cut between two members' reads, and whose record the effect was of nobody knows.
TEST(Owed, AnEffectOfEitherOfTwoRecordsMayBeOfTheOneThatStands) {
  const std::string in_group = R"(,"group":"g")";
  const auto log = Sends("p", 0, 2) + Acks("p", 0, 1, 0) + Sends("q", 0, 1) + Acks("q", 0, 1, 1) +
                   Reads("f", "p", 0, 1, 0, kFinal) + Reads("f", "q", 0, 1, 1, kFinal) +
                   FinalBounds(0, 2);
  const auto read = Timed(1, BeginsAt("a", 0) + Reads("a", "p", 0, 2, 0, in_group)) +
                    Timed(2, BeginsAt("b", 1) + Reads("b", "q", 0, 1, 1, in_group));
  const auto unprocessed = [&](const std::string& effects) {
    return Judged(log + read + Timed(3, effects + CommitOf("w", 2))).counts.at("unprocessed");
  };
  EXPECT_EQ(unprocessed(EffectsOf("w", 0, 2)), 0u);
  EXPECT_EQ(unprocessed(EffectsOf("w", 0, 1)), 1u);
  EXPECT_EQ(unprocessed(EffectsOf("b", 0, 2)), 0u);
}

}  // namespace
}  // namespace kproof

// Commits of which nobody knows the order: where in each possible one something went back, the
// history is no pass.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/unit/events/judged.h"

namespace kproof {
namespace {

// `when`: its `t` and what else it says; "": its actor has no clock.
std::string CommitOf(const std::string& actor, int offset, const std::string& when) {
  return fmt::format(
      R"({{"event":"commit","actor":"{}","group":"g","topic":"x","partition":0,"offset":{},"outcome":"acked"{}}})"
      "\n",
      actor, offset, when.empty() ? "" : "," + when);
}

std::string SeekOf(const std::string& actor, int offset, const std::string& when) {
  return fmt::format(R"({{"event":"seek","actor":"{}","topic":"x","partition":0,"offset":{}{}}})"
                     "\n",
                     actor, offset, when.empty() ? "" : "," + when);
}

Result JudgedCommits(const std::string& lines) {
  return Judged(R"({"event":"require","guarantees":["monotonic-commits"]})"
                "\n" +
                Sends("p", 0, 1, R"(,"t":0)") + Acks("p", 0, 1, 0, R"(,"t":0)") +
                Reads("f", "p", 0, 1, 0, R"(,"t":9)" + kFinal) + FinalBounds(0, 1) + lines);
}

const std::string kTimed = CommitOf("a", 40, R"("t":1)") + CommitOf("b", 30, R"("t":3)");

const auto kBelow = testing::HasSubstr("below an earlier one");

void ExpectDoubt(const std::string& lines) {
  const auto result = JudgedCommits(lines);
  EXPECT_EQ(result.counts.at("regressed"), 0u);
  EXPECT_EQ(result.verdict, Verdict::kInconclusive) << result.reason;
  EXPECT_THAT(result.doubts, testing::Contains(kBelow));
}

void ExpectPass(const std::string& lines) {
  const auto result = JudgedCommits(lines);
  EXPECT_EQ(result.verdict, Verdict::kPass) << result.reason;
}

// 40, 20, 30 or 40, 30 and 20 at some other time: each way one goes back.
TEST(CommitOrder, AMemberWithoutAClockHidesNoRegress) {
  ExpectDoubt(kTimed + CommitOf("c", 20, ""));
  ExpectDoubt(kTimed + CommitOf("c", 30, ""));
  ExpectDoubt(CommitOf("c", 20, "") + CommitOf("c", 25, "") + kTimed);
}

TEST(CommitOrder, OneThatIsHigherExplainsNothing) {
  for (const auto offset : {35, 50}) {
    const auto result = JudgedCommits(kTimed + CommitOf("c", offset, ""));
    EXPECT_EQ(result.counts.at("regressed"), 1u);
    EXPECT_EQ(result.verdict, Verdict::kViolation);
    EXPECT_THAT(result.doubts, testing::Not(testing::Contains(kBelow)));
  }
}

TEST(CommitOrder, SomeOrderMayBeRight) {
  ExpectPass(CommitOf("a", 40, R"("t":1)") + CommitOf("c", 20, "") + CommitOf("c", 45, ""));
  ExpectPass(CommitOf("a", 40, R"("t":1)") + CommitOf("b", 40, R"("t":3)") + CommitOf("c", 20, ""));
  ExpectPass(CommitOf("a", 40, R"("t":2,"asked":1)") + CommitOf("b", 30, R"("t":3,"asked":1.5)"));
}

TEST(CommitOrder, OneThatOverlapsBothHidesNoRegress) {
  ExpectDoubt(kTimed + CommitOf("c", 20, R"("t":5,"asked":0.5)"));
}

TEST(CommitOrder, WhatWasGivenBackIsNoDoubt) {
  const auto other = CommitOf("c", 20, "");
  ExpectPass(SeekOf("b", 30, R"("t":2)") + kTimed + other);
  ExpectPass(kTimed + other +
             R"({"event":"reset","t":2,"actor":"admin","group":"g","topic":"x","partition":0,)"
             R"("offset":30})"
             "\n");
  ExpectPass(kTimed + other +
             R"({"event":"note","t":2,"kind":"client","subject":"b","detail":"out of range"})"
             "\n");
  ExpectDoubt(SeekOf("a", 30, R"("t":2)") + kTimed + other);
  ExpectDoubt(SeekOf("b", 31, R"("t":2)") + kTimed + other);
}

// Of two that overlap it may have followed either, and the seek may be later than one of them only.
TEST(CommitOrder, WhatWasGivenBackBeforeOneOfThemIsADoubt) {
  const auto two = CommitOf("a", 50, R"("t":4,"asked":1)") + SeekOf("b", 30, R"("t":2)") +
                   CommitOf("c", 40, R"("t":5,"asked":3)");
  ExpectDoubt(two + CommitOf("b", 30, R"("t":6)"));
}

TEST(CommitOrder, StoresAreComparedApart) {
  ExpectPass(CommitOf("a", 40, R"("t":1,"store":"external")") + CommitOf("b", 30, R"("t":3)") +
             CommitOf("c", 20, ""));
}

// Whoever had it before, or has it later, is not who made the commit go back.
TEST(CommitOrder, TellsWhoHeldThePartitionThen) {
  const auto assigned = [](const std::string& actor, const std::string& places,
                           const std::string& at) {
    return R"({"event":"assign","t":)" + at + R"(,"actor":")" + actor +
           R"(","group":"g","partitions":[)" + places + "]}\n";
  };
  const auto result =
      JudgedCommits(assigned("a", R"(["x",0,0])", "0.5") + CommitOf("a", 40, R"("t":1)") +
                    assigned("a", "", "2") + assigned("b", R"(["x",0,0])", "2") +
                    CommitOf("b", 30, R"("t":3)") + assigned("c", R"(["x",0,0])", "4"));
  const auto found = std::find_if(result.findings.begin(), result.findings.end(),
                                  [](const auto& finding) { return finding.check == "regressed"; });
  ASSERT_NE(found, result.findings.end());
  EXPECT_EQ(found->examples.at(0).detail,
            "committed at 3.0 s, after a had committed 40 at 1.0 s; assigned to b then");
}

TEST(CommitOrder, IsOfCommitsThatWereAcked) {
  const auto failed =
      R"({"event":"commit","t":1,"actor":"a","group":"g","topic":"x","partition":0,"offset":40,)"
      R"("outcome":"failed"})"
      "\n";
  EXPECT_THAT(JudgedCommits(failed).not_tested, testing::Contains("regressed"));
  EXPECT_THAT(JudgedCommits(failed + kTimed).not_tested,
              testing::Not(testing::Contains("regressed")));
}

// It is part of a transaction that committed or did not.
TEST(CommitOrder, WhatMayNotCountIsADoubt) {
  const std::string begun = R"({"event":"txn","t":2,"actor":"b","txn":"t","op":"begin"})"
                            "\n";
  const auto ended = [](const char* outcome) {
    return fmt::format(R"({{"event":"txn","t":4,"actor":"b","txn":"t","op":"end","outcome":"{}"}})"
                       "\n",
                       outcome);
  };
  const auto commits =
      begun + CommitOf("a", 40, R"("t":1)") + CommitOf("b", 30, R"("t":3,"txn":"t")");
  ExpectDoubt(commits);
  ExpectDoubt(commits + ended("unknown"));
  ExpectPass(commits + ended("aborted"));
  EXPECT_EQ(JudgedCommits(commits + ended("committed")).counts.at("regressed"), 1u);
  // 30 is below the one before it, whichever that was.
  EXPECT_EQ(JudgedCommits(begun + CommitOf("a", 40, R"("t":1)") +
                          CommitOf("b", 50, R"("t":3,"txn":"t")") + CommitOf("a", 30, R"("t":5)"))
                .counts.at("regressed"),
            1u);
  // Of 40, 20 and 30 one went back, whatever became of 20.
  ExpectDoubt(begun + CommitOf("a", 40, R"("t":1)") + CommitOf("b", 20, R"("t":3,"txn":"t")") +
              CommitOf("a", 30, R"("t":5)"));
}

// 40, then 0 and 50 in one open transaction, then 30: after 50 or after 40, the last one went back.
// With 50 in another transaction it may have come after 0.
TEST(CommitOrder, OfOneTransactionTheLastCommitCounts) {
  const auto commits = [](const std::string& second) {
    return CommitOf("a", 40, R"("t":1)") + CommitOf("b", 0, R"("t":2,"txn":"one")") +
           CommitOf("b", 50, R"("t":3,"txn":")" + second + "\"") + CommitOf("a", 30, R"("t":4)");
  };
  EXPECT_EQ(JudgedCommits(commits("one")).counts.at("regressed"), 1u);
  EXPECT_EQ(JudgedCommits(commits("two")).counts.at("regressed"), 0u);
}

}  // namespace
}  // namespace kproof

// The limit group_stalled at its edges.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/events/limit_lines.h"

namespace kproof {
namespace {

using ::testing::HasSubstr;

// Records 0 to 2 at 0.5 s, 3 to 5 at 3 s; bill-0 has the partition from 1 s on, from offset 0.
LimitLines Stalling(const std::vector<int>& stands = {0, 1, 2, 3, 4, 5},
                    const std::string& bound = "< 10s") {
  LimitLines lines("group_stalled", bound);
  for (int i = 0; i < 6; ++i) lines.Acked(i, i < 3 ? 0.5 : 3);
  lines.Life(1, "bill-0", "open").Assign(1, "bill-0", "0");
  return lines.Final(40, stands, 6);
}

const std::string kStalled = "of billing on orders/0 from ";
const std::string kUnsure = "may have been exceeded: at least ";

TEST(LimitStalled, FromTheRecordsOnThatCameAfterTheCommit) {
  auto lines = Stalling().Commit(2, "bill-0", 3).Life(30, "bill-0", "close");
  EXPECT_THAT(lines.Outcome(), HasSubstr("passed at least 27.0 s " + kStalled + "3.0 s on"));
}

TEST(LimitStalled, FromTheCommitOnWhereMoreIsThere) {
  auto lines = Stalling().Commit(5, "bill-0", 3).Life(30, "bill-0", "close");
  EXPECT_EQ(lines.Outcome(), "passed 25.0 s " + kStalled + "5.0 s on");
}

TEST(LimitStalled, FromTheAssignmentOnWhereNothingIsCommittedYet) {
  auto lines = Stalling().Commit(20, "bill-0", 6).Life(30, "bill-0", "close");
  EXPECT_EQ(lines.Outcome(), "passed 19.0 s " + kStalled + "1.0 s on");
}

TEST(LimitStalled, UntilTheNextCommit) {
  auto lines = Stalling().Commit(2, "bill-0", 3).Commit(11, "bill-0", 3).Commit(20, "bill-0", 6);
  EXPECT_THAT(lines.Life(30, "bill-0", "close").Outcome(), HasSubstr("kept "));
}

TEST(LimitStalled, AFailedCommitIsNone) {
  auto lines = Stalling().Commit(2, "bill-0", 3).Commit(11, "bill-0", 6, "failed");
  EXPECT_THAT(lines.Life(30, "bill-0", "close").Outcome(), HasSubstr("passed at least 27.0 s"));
}

TEST(LimitStalled, ACommitOfUnknownOutcomeIsADoubt) {
  auto lines = Stalling().Commit(2, "bill-0", 3).Commit(9, "bill-0", 6, "unknown");
  EXPECT_THAT(lines.Life(30, "bill-0", "close").Outcome(), HasSubstr(kUnsure + "6.0 s, at most"));
}

TEST(LimitStalled, WithoutLagThereIsNothingToCommit) {
  auto lines = Stalling().Commit(4, "bill-0", 6).Life(30, "bill-0", "close");
  EXPECT_THAT(lines.Outcome(), HasSubstr("kept "));
}

TEST(LimitStalled, WhoGaveItsPartitionBackIsNoMember) {
  auto lines = Stalling().Commit(2, "bill-0", 3).Unassign(8, "bill-0").Life(30, "bill-0", "close");
  EXPECT_THAT(lines.Outcome(), HasSubstr("kept at most 5.1 s"));
}

TEST(LimitStalled, AnotherMemberTakesOver) {
  auto lines = Stalling().Commit(2, "bill-0", 3).Unassign(8, "bill-0");
  lines.Life(8, "bill-1", "open").Assign(8, "bill-1", "3").Life(30, "bill-1", "close");
  EXPECT_THAT(lines.Life(30, "bill-0", "close").Outcome(), HasSubstr("passed at least 27.0 s"));
}

TEST(LimitStalled, AMemberWithoutCloseIsThereUpToItsLastFact) {
  LimitLines lines("group_stalled", "< 10s");
  for (int i = 0; i < 6; ++i) lines.Acked(i, i < 3 ? 0.5 : 3);
  lines.Assign(1, "bill-0", "0").Commit(2, "bill-0", 3).Final(40, {0, 1, 2, 3, 4, 5}, 6);
  EXPECT_THAT(lines.Outcome(), HasSubstr(kUnsure + "1.0 s, at most"));
  lines.Read(20, 5, "bill-0", R"(,"group":"billing")");
  EXPECT_THAT(lines.Outcome(), HasSubstr("passed at least 17.0 s"));
}

TEST(LimitStalled, WhoIsOpenedAgainHasNothing) {
  auto lines = Stalling().Commit(2, "bill-0", 3).Life(4, "bill-0", "close");
  lines.Life(30, "bill-0", "open").Assign(31, "bill-0", "3").Commit(33, "bill-0", 6);
  EXPECT_THAT(lines.Life(35, "bill-0", "close").Outcome(),
              HasSubstr("kept 2.0 s of billing on orders/0 from 31.0 s on"));
}

TEST(LimitStalled, AClientInTroubleProvesNothing) {
  auto lines = Stalling().Commit(2, "bill-0", 3).Note(9, "client", "bill-0", "lost its place");
  EXPECT_THAT(lines.Life(30, "bill-0", "close").Outcome(), HasSubstr(kUnsure + "0.0 s, at most"));
}

TEST(LimitStalled, AMemberWithAHoleProvesNothing) {
  auto lines = Stalling().Commit(2, "bill-0", 3);
  lines.Add(R"({"event":"actor","t":29,"actor":"bill-0","op":"hole","detail":"killed"})");
  EXPECT_THAT(lines.Life(30, "bill-0", "close").Outcome(), HasSubstr(kUnsure + "0.0 s, at most"));
}

TEST(LimitStalled, WhoNeverCommitsIsNotAccused) {
  EXPECT_THAT(Stalling().Life(30, "bill-0", "close").Outcome(),
              HasSubstr("29.0 s: of billing on orders/0 from 1.0 s on, by a group without any "
                        "known commit"));
}

TEST(LimitStalled, ACommitOfAnotherPartitionTellsThatItDoes) {
  auto lines = Stalling();
  lines.Add(R"({"event":"commit","t":2,"actor":"bill-0","group":"billing","topic":"orders",)"
            R"("partition":1,"offset":1,"outcome":"acked"})");
  EXPECT_EQ(lines.Life(30, "bill-0", "close").Outcome(), "passed 29.0 s " + kStalled + "1.0 s on");
}

TEST(LimitStalled, WhatTheFinalPassDidNotFindIsNoLag) {
  auto lines = Stalling({0, 1, 2}).Commit(2, "bill-0", 3).Life(30, "bill-0", "close");
  EXPECT_THAT(lines.Outcome(), HasSubstr(kUnsure + "1.0 s, at most"));
}

TEST(LimitStalled, WithoutAFinalPassAnAckIsBelieved) {
  LimitLines lines("group_stalled", "< 10s");
  for (int i = 0; i < 6; ++i) lines.Acked(i, 3);
  lines.Life(1, "bill-0", "open").Assign(1, "bill-0", "0").Commit(2, "bill-0", 3);
  EXPECT_THAT(lines.Life(30, "bill-0", "close").Outcome(), HasSubstr("passed at least 27.0 s"));
}

TEST(LimitStalled, WhatOnlyTheFinalPassFoundMayHaveBeenThere) {
  LimitLines lines("group_stalled", "< 10s");
  for (int i = 0; i < 3; ++i) lines.Acked(i, 0.5);
  lines.Add(R"({"event":"send","t":2,"actor":"shop-0","origin":"shop-0","seq":3,)"
            R"("topic":"orders","partition":0})");
  lines.Life(1, "bill-0", "open").Assign(1, "bill-0", "0").Commit(2, "bill-0", 3);
  lines.Life(30, "bill-0", "close").Final(40, {0, 1, 2, 3}, 4);
  EXPECT_THAT(lines.Outcome(), HasSubstr(kUnsure + "1.0 s, at most 28.0 s"));
}

TEST(LimitStalled, SoMayWhatHasNoStamp) {
  auto lines = Stalling().Commit(4, "bill-0", 6).Life(30, "bill-0", "close");
  lines.Add(R"({"event":"read","t":5,"actor":"watch","topic":"orders","partition":0,"offset":6,)"
            R"("origin":null})");
  EXPECT_THAT(lines.Outcome(), HasSubstr(kUnsure + "3.0 s, at most 26.0 s"));
}

TEST(LimitStalled, AReadTellsOfLagToo) {
  LimitLines lines("group_stalled", "< 10s");
  for (int i = 0; i < 3; ++i) lines.Acked(i, 0.5);
  lines.Add(R"({"event":"send","t":2,"actor":"shop-0","origin":"shop-0","seq":3,)"
            R"("topic":"orders","partition":0})");
  lines.Read(6, 3, "watch").Life(1, "bill-0", "open").Assign(1, "bill-0", "0");
  lines.Commit(2, "bill-0", 3).Life(30, "bill-0", "close").Final(40, {0, 1, 2, 3}, 4);
  EXPECT_EQ(lines.Outcome(), "passed 24.0 s " + kStalled + "6.0 s on");
}

TEST(LimitStalled, AResetMovesTheGroup) {
  auto lines = Stalling().Commit(2, "bill-0", 3);
  lines.Add(R"({"event":"reset","t":8,"actor":"admin","group":"billing","topic":"orders",)"
            R"("partition":0,"offset":6})");
  EXPECT_THAT(lines.Life(30, "bill-0", "close").Outcome(), HasSubstr(kUnsure + "5.0 s, at most"));
}

TEST(LimitStalled, WhereItBeganIsWhereItStood) {
  LimitLines lines("group_stalled", "< 10s");
  for (int i = 0; i < 6; ++i) lines.Acked(i, 0.5);
  lines.Life(1, "bill-0", "open").Assign(1, "bill-0", "6").Life(30, "bill-0", "close");
  lines.Add(R"({"event":"commit","t":2,"actor":"bill-0","group":"billing","topic":"orders",)"
            R"("partition":1,"offset":1,"outcome":"acked"})");
  EXPECT_THAT(lines.Final(40, {0, 1, 2, 3, 4, 5}, 6).Outcome(), HasSubstr("kept "));
}

TEST(LimitStalled, WhereNobodyKnowsWhereItBeganNothingIsProven) {
  LimitLines lines("group_stalled", "< 10s");
  for (int i = 0; i < 6; ++i) lines.Acked(i, 0.5);
  lines.Life(1, "bill-0", "open").Assign(1, "bill-0", "null").Life(30, "bill-0", "close");
  lines.Add(R"({"event":"commit","t":2,"actor":"bill-0","group":"billing","topic":"orders",)"
            R"("partition":1,"offset":1,"outcome":"acked"})");
  EXPECT_THAT(lines.Final(40, {0, 1, 2, 3, 4, 5}, 6).Outcome(),
              HasSubstr(kUnsure + "0.0 s, at most"));
}

TEST(LimitStalled, TheLoadsEndIsTheEnd) {
  auto lines = Stalling().Note(0.6, "phase", "steady").Note(12, "phase", "stop");
  lines.Commit(2, "bill-0", 3).Life(30, "bill-0", "close");
  EXPECT_THAT(lines.Outcome(), HasSubstr("kept at most 9.1 s"));
}

TEST(LimitStalled, BeforeSteadyNothingStalls) {
  auto lines = Stalling().Note(22, "phase", "steady").Note(30, "phase", "stop");
  lines.Commit(2, "bill-0", 3).Life(30, "bill-0", "close");
  EXPECT_EQ(lines.Outcome(), "kept 8.0 s " + kStalled + "22.0 s on");
}

TEST(LimitStalled, MembersWithoutAClockAreADoubt) {
  LimitLines lines("group_stalled", "< 10s");
  for (int i = 0; i < 6; ++i) lines.Acked(i, 0.5);
  lines.Add(
      R"({"event":"assign","actor":"bill-0","group":"billing","partitions":[["orders",0,0]]})");
  lines.Add(R"({"event":"commit","actor":"bill-0","group":"billing","topic":"orders",)"
            R"("partition":0,"offset":3,"outcome":"acked"})");
  EXPECT_THAT(lines.Final(40, {0, 1, 2, 3, 4, 5}, 6).Outcome(),
              HasSubstr("any time: times of commits of billing on orders/0 can't be compared"));
}

TEST(LimitStalled, WithoutAssignmentsNothingIsMeasured) {
  LimitLines lines("group_stalled", "< 10s");
  lines.Acked(0, 1).Commit(2, "bill-0", 1).Final(40, {0}, 1);
  EXPECT_THAT(lines.Outcome(), HasSubstr("could not be measured: it needs a group's assignments"));
}

// -- in transactions

LimitLines Transactional(const std::string& outcome, const std::string& isolation) {
  LimitLines lines("group_stalled", "< 10s");
  for (int i = 0; i < 3; ++i) lines.Acked(i, 0.5);
  lines.Txn(2.5, "t1", "begin").Acked(3, 3, 3, "t1").Txn(3.1, "t1", "end", outcome);
  lines.Life(1, "bill-0", "open").Assign(1, "bill-0", "0").Commit(2, "bill-0", 3);
  lines.Read(1.5, 0, "bill-0", R"(,"group":"billing","isolation":")" + isolation + "\"");
  return lines.Life(30, "bill-0", "close");
}

TEST(LimitStalled, WhatWasAbortedIsNothingToCommittedReaders) {
  auto lines = Transactional("aborted", "committed").Final(40, {0, 1, 2}, 5, "committed");
  EXPECT_THAT(lines.Outcome(), HasSubstr("kept "));
}

TEST(LimitStalled, ToOthersItMayBe) {
  auto lines = Transactional("aborted", "uncommitted").Final(40, {0, 1, 2}, 5, "committed");
  EXPECT_THAT(lines.Outcome(), HasSubstr(kUnsure + "0.0 s, at most 27.1 s"));
}

TEST(LimitStalled, WhereTransactionsAreOnlyCommittedReadersTell) {
  auto lines = Transactional("committed", "committed").Final(40, {0, 1, 2, 3}, 5, "committed");
  EXPECT_THAT(lines.Outcome(), HasSubstr(kUnsure + "500 ms, at most"));
  lines.Read(6, 3, "watch", R"(,"isolation":"committed")");
  EXPECT_THAT(lines.Outcome(), HasSubstr("passed at least 24.0 s " + kStalled + "6.0 s on"));
}

TEST(LimitStalled, ACommitOfAnAbortedTransactionIsNone) {
  auto lines = Stalling().Commit(2, "bill-0", 3);
  const auto txn = [&](const std::string& op) {
    lines.Add(R"({"event":"txn","t":9,"actor":"bill-0","txn":"t","op":")" + op + "\"}");
  };
  txn("begin");
  lines.Commit(9, "bill-0", 6, "acked", R"(,"txn":"t")");
  txn(R"(end","outcome":"aborted)");
  EXPECT_THAT(lines.Life(30, "bill-0", "close").Outcome(), HasSubstr("passed at least 27.0 s"));
}

TEST(LimitStalled, ACommitOfAnOpenTransactionIsADoubt) {
  auto lines = Stalling().Commit(2, "bill-0", 3);
  lines.Add(R"({"event":"txn","t":9,"actor":"bill-0","txn":"t","op":"begin"})");
  lines.Commit(9, "bill-0", 6, "acked", R"(,"txn":"t")");
  EXPECT_THAT(lines.Life(30, "bill-0", "close").Outcome(), HasSubstr(kUnsure + "6.0 s, at most"));
}

}  // namespace
}  // namespace kproof

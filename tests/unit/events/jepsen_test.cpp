// The situations of Jepsen's own tests of its Kafka checker (jepsen/tests/kafka_test.clj), in our
// words. Where Jepsen infers from what it knows of its clients (that each transaction reads from
// where the last one ended, say), our history has to say so. Without counterpart: realtime-lag,
// which is availability, and the tests of its own data structures and generators.
#include <gtest/gtest.h>

#include "tests/unit/events/judged.h"

namespace kproof {
namespace {

// seq of `origin` acked at `offset`, each a record of its own producer unless it is told otherwise.
std::string Acked(const std::string& origin, int seq, int offset) {
  return Sends(origin, seq, 1) + Acks(origin, seq, 1, offset);
}

std::string Settled(const std::string& origin, int seq, const std::string& outcome,
                    const std::string& more = "") {
  return Sends(origin, seq, 1) + R"({"event":"settle","actor":")" + origin + R"(","origin":")" +
         origin + R"(","seq":)" + std::to_string(seq) +
         R"(,"topic":"x","partition":0,"outcome":")" + outcome + "\"" + more + "}\n";
}

std::string Assign(const std::string& actor, const std::string& places) {
  return R"({"event":"assign","actor":")" + actor + R"(","partitions":[)" + places + "]}\n";
}

std::string Txn(const std::string& actor, const std::string& name, const std::string& op,
                const std::string& more = "") {
  return R"({"event":"txn","actor":")" + actor + R"(","txn":")" + name + R"(","op":")" + op + "\"" +
         more + "}\n";
}

std::uint64_t Count(const Result& result, const char* check) { return result.counts.at(check); }

// What the history shows, all in all.
std::uint64_t Anomalies(const Result& result) {
  std::uint64_t all = 0;
  for (const auto& [name, count] : result.counts) {
    const bool plain = name == "sent" || name == "acked" || name == "failed" || name == "unknown" ||
                       name == "read" || name == "pending";
    all += plain ? 0 : count;
  }
  return all;
}

const std::string kCommitted = R"(,"isolation":"committed")";

TEST(Jepsen, LostWriteConsistent) {
  const auto result =
      Judged(Acked("a", 0, 0) + Acked("b", 0, 1) + Acked("d", 0, 3) + Settled("c", 0, "unknown") +
             Assign("r", R"(["x",0,0])") + Reads("r", "c", 0, 1, 2));
  EXPECT_EQ(Count(result, "lost"), 2u);
  EXPECT_EQ(Count(result, "pending"), 1u);  // d: nobody got that far
}

TEST(Jepsen, LostWriteInconsistentOffsets) {
  const auto result =
      Judged(Acked("a", 0, 0) + Acked("b", 0, 0) + Acked("c", 0, 2) + Assign("r", R"(["x",0,0])") +
             Reads("r", "b", 0, 1, 0) + Reads("r", "c", 0, 1, 2));
  EXPECT_EQ(Count(result, "lost"), 1u);
  EXPECT_EQ(Count(result, "misplaced"), 0u);
}

// A transaction of unknown outcome of which one record was read has committed, so the rest of it
// has to be there too. It counts as torn.
TEST(Jepsen, LostWriteAtomic) {
  const std::string in_txn = R"(,"txn":"t")";
  const auto sent = Txn("p", "t", "begin") + Sends("p", 0, 2, in_txn) + Acks("p", 1, 1, 1, in_txn) +
                    Txn("p", "t", "commit") + Settled("c", 0, "unknown");
  const auto rest = Reads("f", "c", 0, 1, 2, kFinal + kCommitted) + FinalBounds(0, 3, kCommitted);
  EXPECT_EQ(Anomalies(Judged(sent + rest)), 0u);
  const auto seen = Reads("f", "p", 0, 1, 0, kFinal + kCommitted);
  const auto result = Judged(sent + seen + rest);
  EXPECT_EQ(Count(result, "torn"), 1u);
  EXPECT_EQ(Count(result, "lost"), 0u);
}

TEST(Jepsen, InconsistentOffsetsOfAnUnknownSendProveNothing) {
  EXPECT_EQ(Anomalies(Judged(Settled("a", 0, "unknown", R"(,"offset":0)") + Acked("b", 0, 0) +
                             Reads("r", "b", 0, 1, 0, kFinal) + FinalBounds(0, 1))),
            0u);
}

TEST(Jepsen, TwoAcksOnOneOffset) {
  const auto acks = Acked("p641", 0, 537) + Acked("p645", 0, 537);
  EXPECT_EQ(Count(Judged(acks + FinalBounds(0, 537)), "lost"), 2u);
  const auto result = Judged(acks + Reads("f", "p645", 0, 1, 537, kFinal) + FinalBounds(0, 538));
  EXPECT_EQ(Count(result, "lost"), 1u);
  EXPECT_EQ(result.findings.at(0).examples.at(0).origin, "p641");
  EXPECT_EQ(result.findings.at(0).examples.at(0).stands_there, "p645/0/0");
}

TEST(Jepsen, G1a) {
  EXPECT_EQ(Count(Judged(Settled("p", 0, "failed") + Reads("r", "p", 0, 1, 0)), "ghost"), 1u);
}

TEST(Jepsen, G1aOfAnAbortedTransaction) {
  const std::string in_txn = R"(,"txn":"t")";
  const auto aborted = Txn("p", "t", "begin") + Sends("p", 0, 1, in_txn) +
                       Acks("p", 0, 1, 0, in_txn) + Txn("p", "t", "abort") +
                       Txn("p", "t", "end", R"(,"outcome":"aborted")");
  EXPECT_EQ(Count(Judged(aborted + Reads("r", "p", 0, 1, 0, kCommitted)), "ghost"), 1u);
  EXPECT_EQ(Count(Judged(aborted + Reads("r", "p", 0, 1, 0)), "ghost"), 0u);
}

std::string PolledTo4(const std::string& between, int on_from) {
  return Sends("p", 0, 8) + Acks("p", 0, 8, 0) + Assign("c", R"(["x",0,1])") +
         Reads("c", "p", 1, 2, 1) + between + Reads("c", "p", on_from, 1, on_from) +
         Reads("f", "p", 0, 8, 0, kFinal) + FinalBounds(0, 8);
}

TEST(Jepsen, PollSkip) { EXPECT_EQ(Count(Judged(PolledTo4("", 4)), "skipped"), 1u); }

TEST(Jepsen, PollSkipWithIntermediateAssignOfOtherPartitions) {
  const auto other = Assign("c", R"(["y",0,null])") + Assign("c", R"(["x",0,null])");
  EXPECT_EQ(Count(Judged(PolledTo4(other, 4)), "skipped"), 0u);
}

TEST(Jepsen, PollSkipWithIntermediateAssignThatKeepsThePartition) {
  const auto same = Assign("c", R"(["x",0,null],["y",0,null])");
  EXPECT_EQ(Count(Judged(PolledTo4(same, 4)), "skipped"), 1u);
}

TEST(Jepsen, IntPollSkip) {
  EXPECT_EQ(Count(Judged(Acked("a", 0, 1) + Acked("b", 0, 2) + Acked("d", 0, 4) +
                         Assign("c", R"(["x",0,1])") + Reads("c", "a", 0, 1, 1) +
                         Reads("c", "d", 0, 1, 4) + Reads("m", "b", 0, 1, 2)),
                  "skipped"),
            1u);
}

// Jepsen's client has to start again from the committed offset after an abort. One that goes on
// instead, and commits further on, has lost what it did in the aborted transaction.
TEST(Jepsen, PollSkipWhenAnAbortDoesNotRollBack) {
  const std::string group = R"(,"group":"g")";
  const auto process = [](int offset) {
    return R"({"event":"process","actor":"c","group":"g","topic":"x","partition":0,"offset":)" +
           std::to_string(offset) + "}\n";
  };
  const auto commit = [](int offset) {
    return R"({"event":"commit","actor":"c","group":"g","topic":"x","partition":0,"offset":)" +
           std::to_string(offset) + R"(,"outcome":"acked"})" + "\n";
  };
  const auto log = Sends("p", 0, 6) + Acks("p", 0, 6, 0) + Reads("f", "p", 0, 6, 0, kFinal) +
                   FinalBounds(0, 6) + Assign("c", R"(["x",0,0])");
  const auto begun = Reads("c", "p", 0, 1, 0, group) + process(0) + commit(1);
  const auto goes_on = Reads("c", "p", 1, 2, 1, group) + Reads("c", "p", 3, 3, 3, group) +
                       process(3) + process(4) + process(5) + commit(6);
  EXPECT_EQ(Count(Judged(log + begun + goes_on), "unprocessed"), 2u);
  const auto rolls_back = Reads("c", "p", 1, 2, 1, group) +
                          R"({"event":"seek","actor":"c","topic":"x","partition":0,"offset":1})"
                          "\n" +
                          Reads("c", "p", 1, 2, 1, group) + process(1) + process(2) + commit(3);
  const auto good = Judged(log + begun + rolls_back);
  EXPECT_EQ(Count(good, "unprocessed"), 0u);
  EXPECT_EQ(Count(good, "rewound"), 0u);
  EXPECT_EQ(Count(good, "redelivered"), 2u);  // told, and no anomaly unless it is required
}

std::string PolledTwice(const std::string& between) {
  return Sends("p", 0, 5) + Acks("p", 0, 5, 0) + Assign("c", R"(["x",0,1])") +
         Reads("c", "p", 1, 3, 1) + between + Reads("c", "p", 2, 3, 2);
}

TEST(Jepsen, NonmonotonicPoll) { EXPECT_EQ(Count(Judged(PolledTwice("")), "rewound"), 1u); }

TEST(Jepsen, NonmonotonicPollWithIntermediateAssign) {
  const auto other = Assign("c", R"(["y",0,null])") + Assign("c", R"(["x",0,null])");
  EXPECT_EQ(Count(Judged(PolledTwice(other)), "rewound"), 0u);
  const auto same = Assign("c", R"(["x",0,null],["y",0,null])");
  EXPECT_EQ(Count(Judged(PolledTwice(same)), "rewound"), 1u);
}

TEST(Jepsen, IntNonmonotonicPoll) {
  const auto sent = Sends("p", 0, 4) + Acks("p", 0, 4, 0) + Assign("c", R"(["x",0,0])");
  EXPECT_EQ(Count(Judged(sent + Reads("c", "p", 3, 1, 3) + Reads("c", "p", 1, 1, 1)), "rewound"),
            1u);
  EXPECT_EQ(Count(Judged(sent + Reads("c", "p", 2, 2, 2) + Reads("c", "p", 3, 1, 3)), "rewound"),
            1u);
}

TEST(Jepsen, NonmonotonicSend) {
  EXPECT_EQ(Count(Judged(Sends("p", 0, 4) + Acks("p", 0, 2, 3) + Acks("p", 2, 2, 1) +
                         Reads("f", "p", 2, 2, 1, kFinal) + Reads("f", "p", 0, 2, 3, kFinal) +
                         FinalBounds(1, 5)),
                  "reordered"),
            2u);
}

TEST(Jepsen, IntNonmonotonicSend) {
  EXPECT_EQ(Count(Judged(Sends("p", 0, 2) + Settled("c", 0, "unknown") + Reads("r", "p", 1, 1, 2) +
                         Reads("r", "c", 0, 1, 3) + Reads("r", "p", 0, 1, 4)),
                  "reordered"),
            1u);
}

// Another producer's record between two of one transaction is no anomaly in Kafka's model.
TEST(Jepsen, IntSendSkip) {
  EXPECT_EQ(Anomalies(Judged(Sends("p", 0, 2) + Acks("p", 0, 1, 1) + Settled("b", 0, "unknown") +
                             Reads("r", "p", 0, 1, 1) + Reads("r", "b", 0, 1, 2) +
                             Reads("r", "p", 1, 1, 3))),
            0u);
}

TEST(Jepsen, Duplicate) {
  const auto acks = Acked("a", 0, 1) + Settled("b", 0, "unknown");
  // Acked at 1 and seen at 3: Jepsen takes it for two copies. That it stands at 1 too nobody saw.
  EXPECT_EQ(Count(Judged(acks + Reads("r", "b", 0, 1, 2) + Reads("r", "a", 0, 1, 3)), "misplaced"),
            1u);
  const auto both =
      Judged(acks + Reads("r", "a", 0, 1, 1) + Reads("r", "b", 0, 1, 2) + Reads("r", "a", 0, 1, 3));
  EXPECT_EQ(Count(both, "duplicated"), 1u);
  EXPECT_EQ(Count(both, "misplaced"), 0u);
}

TEST(Jepsen, DuplicateAllAtTwoOffsets) {
  std::string lines;
  for (int value = 0; value < 10; ++value)
    lines += Acked("p", value, 0) + Reads("r", "p", value, 1, 1);
  EXPECT_EQ(Count(Judged(lines), "misplaced"), 10u);
}

TEST(Jepsen, DuplicateInAnAbortedPoll) {
  const auto result = Judged(Acked("a", 0, 1) + Settled("b", 0, "failed", R"(,"offset":2)") +
                             Reads("r", "a", 0, 1, 11) + Reads("r", "b", 0, 1, 12));
  EXPECT_EQ(Count(result, "misplaced"), 1u);
  EXPECT_EQ(Count(result, "ghost"), 1u);
}

TEST(Jepsen, EmptyHistory) {
  EXPECT_EQ(Judged(Assign("c", R"(["x",0,null])")).verdict, Verdict::kInconclusive);
}

TEST(Jepsen, Unseen) {
  const auto acks = Sends("p", 0, 2) + Acks("p", 0, 2, 0);
  EXPECT_EQ(Count(Judged(acks), "pending"), 2u);
  EXPECT_EQ(Count(Judged(acks + Reads("r", "p", 0, 1, 0)), "pending"), 1u);
  EXPECT_EQ(Count(Judged(acks + Reads("r", "p", 0, 2, 0)), "pending"), 0u);
}

// One record of each of two transactions in each of two partitions.
std::string InTxn(const std::string& actor, int partition, int offset, const std::string& times) {
  const auto record = R"("actor":")" + actor + R"(","origin":")" + actor +
                      R"(","seq":0,"topic":"x","partition":)" + std::to_string(partition) +
                      R"(,"txn":"t")" + times;
  return R"({"event":"send",)" + record + "}\n" + R"({"event":"settle",)" + record +
         R"(,"outcome":"acked","offset":)" + std::to_string(offset) + "}\n";
}

std::string Sees(const std::string& actor, const std::string& origin, int partition, int offset,
                 const std::string& more) {
  return R"({"event":"read","actor":")" + actor + R"(","topic":"x","partition":)" +
         std::to_string(partition) + R"(,"offset":)" + std::to_string(offset) + R"(,"origin":")" +
         origin + R"(","seq":0,"isolation":"committed")" + more + "}\n";
}

std::string Commits(const std::string& actor, const std::string& times) {
  return Txn(actor, "t", "commit", times) +
         Txn(actor, "t", "end", times + R"(,"outcome":"committed")");
}

// Partitions have no common order, so two transactions may stand in either order in each.
TEST(Jepsen, G0) {
  EXPECT_EQ(Anomalies(Judged(Txn("a", "t", "begin") + Txn("b", "t", "begin") +
                             InTxn("a", 0, 0, "") + InTxn("b", 0, 1, "") + InTxn("a", 1, 1, "") +
                             InTxn("b", 1, 0, "") + Commits("a", "") + Commits("b", ""))),
            0u);
}

// Each saw the other's record before either had asked for its commit.
TEST(Jepsen, G1cPureWr) {
  const auto begin = Txn("a", "t", "begin", R"(,"t":1)") + Txn("b", "t", "begin", R"(,"t":1)") +
                     InTxn("a", 0, 0, R"(,"t":1.1)") + InTxn("b", 1, 0, R"(,"t":1.1)");
  const auto reads = Sees("a", "b", 1, 0, R"(,"t":2)") + Sees("b", "a", 0, 0, R"(,"t":2)");
  const auto commits = Commits("a", R"(,"t":3)") + Commits("b", R"(,"t":3)");
  EXPECT_EQ(Count(Judged(begin + reads + commits), "early"), 2u);
  // Without a common clock nobody knows what came first.
  EXPECT_EQ(Count(Judged(Txn("a", "t", "begin") + Txn("b", "t", "begin") + InTxn("a", 0, 0, "") +
                         InTxn("b", 1, 0, "") + Sees("a", "b", 1, 0, "") +
                         Sees("b", "a", 0, 0, "") + Commits("a", "") + Commits("b", "")),
                  "early"),
            0u);
}

TEST(Jepsen, G1cWwWr) {
  const auto result =
      Judged(Txn("a", "t", "begin", R"(,"t":1)") + Txn("b", "t", "begin", R"(,"t":1)") +
             InTxn("a", 0, 0, R"(,"t":1.1)") + Sees("b", "a", 0, 0, R"(,"t":2)") +
             InTxn("b", 1, 1, R"(,"t":2.1)") + InTxn("a", 1, 2, R"(,"t":2.2)") +
             Commits("a", R"(,"t":3)") + Commits("b", R"(,"t":3)"));
  EXPECT_EQ(Count(result, "early"), 1u);
}

// Its own record, and still: its lines say that it asked for the commit later. No clock is needed.
TEST(Jepsen, PrecommittedRead) {
  EXPECT_EQ(Count(Judged(Txn("a", "t", "begin") + InTxn("a", 0, 0, "") + Sees("a", "a", 0, 0, "") +
                         Commits("a", "")),
                  "early"),
            1u);
  EXPECT_EQ(Count(Judged(Txn("a", "t", "begin") + InTxn("a", 0, 0, "") + Commits("a", "") +
                         Sees("a", "a", 0, 0, "")),
                  "early"),
            0u);
}

}  // namespace
}  // namespace kproof

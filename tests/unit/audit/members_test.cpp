// Members of groups and readers at the edges: whose missing facts hide an effect, which group's
// claims count, and what a reader may have passed over because it was gone.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/audit/flow_history.h"

namespace kproof {
namespace {

using ::testing::Contains;
using ::testing::Not;

// Ten records; worker-0 of "billing" reads the first four, processes all but the second, and
// commits them.
class OneUnprocessed : public ::testing::Test {
 protected:
  OneUnprocessed() {
    history_.Acks(0, 10, 0).Reads(Pass::kFinal, 0, 10, 0).HistoryOf::FinalBounds(0, 10);
    history_.Assigned(0).Consumes({0, 1, 2, 3}).Processes({0, 2, 3}).Commits(4);
    history_.Require("at-least-once");
  }
  void OpensForEver(ActorKind kind) {
    history_.writer().OpenActor({kOther, "main", kind, "", "here", 99}, 0);
  }
  void Commits(const std::string& group) {
    history_.writer().Add(kOther, GroupCommit{"main", group, "payments", 0, 1, Outcome::kAcked, 5});
  }
  void Processes(const std::string& group) {
    Processed effects{"main", group, "payments", 0, {}, 5, 5};
    effects.offsets.Push(0);
    history_.writer().Add(kOther, effects);
  }
  void Reads(const std::string& group) {
    history_.writer().AddRun(kOther, {0, 0, "main", "payments", 0, Isolation::kUncommitted, group,
                                      RunCause::kAssigned, 0, 5});
  }
  void ExpectFound() { EXPECT_EQ(history_.Judge().counts.at("unprocessed"), 1u); }
  void ExpectDoubt() {
    const auto result = history_.Judge();
    EXPECT_EQ(result.counts.at("unprocessed"), 0u);
    EXPECT_EQ(result.verdict, Verdict::kInconclusive) << result.reason;
  }
  static constexpr char kOther[] = "worker-9";
  static constexpr RunMicros kAssignedAt = 3000001;  // of worker-0: see FlowHistory::Worker
  FlowHistory history_;
};

TEST_F(OneUnprocessed, OfTwoMembersThatBeganAtTheSameMomentTheHigherPositionCounts) {
  history_.writer().AddRun(kOther, {0, 0, "main", "payments", 0, Isolation::kUncommitted, "billing",
                                    RunCause::kAssigned, 2, kAssignedAt});
  EXPECT_EQ(history_.Judge().counts.at("unprocessed"), 0u) << "nobody owes what is before offset 2";
}

TEST_F(OneUnprocessed, WithoutAHoleItIsFound) { ExpectFound(); }

TEST_F(OneUnprocessed, AMembersHoleHidesIt) {
  history_.NeverCloses("worker-0");
  ExpectDoubt();
}

TEST_F(OneUnprocessed, AHoleOfAConsumerOfWhichNobodyKnowsTheGroupHidesIt) {
  OpensForEver(ActorKind::kConsumer);
  ExpectDoubt();
}

TEST_F(OneUnprocessed, AProducersHoleHidesNothing) {
  OpensForEver(ActorKind::kProducer);
  ExpectFound();
}

TEST_F(OneUnprocessed, AHoleOfAMemberOfAnotherGroupHidesNothing) {
  OpensForEver(ActorKind::kConsumer);
  Commits("shipping");
  ExpectFound();
}

TEST_F(OneUnprocessed, WhoCommitsIsAMember) {
  OpensForEver(ActorKind::kConsumer);
  Reads("shipping");
  Commits("billing");
  ExpectDoubt();
}

TEST_F(OneUnprocessed, WhoProcessesIsAMember) {
  OpensForEver(ActorKind::kConsumer);
  Reads("shipping");
  Processes("billing");
  ExpectDoubt();
}

TEST_F(OneUnprocessed, WhoReadsIsAMember) {
  OpensForEver(ActorKind::kConsumer);
  Commits("shipping");
  Reads("billing");
  ExpectDoubt();
}

TEST_F(OneUnprocessed, AGroupThatOnlyCommitsHasNone) {
  history_.Assigned(0, true).InGroup("shipping").Consumes({0, 1, 2, 3}).Commits(4);
  ExpectFound();
}

// Reads of a further member of "billing", which was assigned the partition from there on.
void MemberReads(FlowHistory& h, const std::string& member, std::uint64_t sequence,
                 std::int64_t offset) {
  ReadSpan span;
  span.first_sequence = sequence;
  span.count = 1;
  span.offsets.Push(offset);
  const auto run = h.writer().AddRun(member, {0, 0, "main", "payments", 0, Isolation::kUncommitted,
                                              "billing", RunCause::kAssigned, offset, 5'000'000});
  h.writer().Add(member, Pass::kLive, Isolation::kUncommitted, {"main", 0xabcd, 0, "payments", 0},
                 span, run);
}

// At 4 and 5 others read several records. worker-0 read 5 itself, and of 4 its group knows the one.
TEST(EffectsOfMembers, WhereItsActorReadNothingItsGroupIsAsked) {
  FlowHistory h;
  h.Acks(0, 20, 0).Reads(Pass::kFinal, 0, 20, 0).HistoryOf::FinalBounds(0, 20);
  h.Reads(Pass::kLive, 14, 2, 4);
  h.Assigned(0).Consumes({0, 1, 2, 3, 5}).Processes({0, 1, 2, 3, 4, 5}).Commits(6);
  MemberReads(h, "worker-9", 4, 4);
  EXPECT_EQ(h.Judge().counts.at("unprocessed"), 0u);
}

// Its members read two records at 4, before and after a truncation, and worker-0 none.
TEST(EffectsOfMembers, WhatTheGroupReadAsSeveralMayBeAnyOfThem) {
  FlowHistory h;
  h.Acks(0, 20, 0).Reads(Pass::kFinal, 0, 20, 0).HistoryOf::FinalBounds(0, 20);
  h.Assigned(0).Consumes({0, 1, 2, 3}).Processes({0, 1, 2, 3, 4}).Commits(5);
  MemberReads(h, "worker-8", 4, 4);
  MemberReads(h, "worker-9", 14, 4);
  EXPECT_EQ(h.Judge().counts.at("unprocessed"), 0u);
}

TEST(LooksForUnprocessed, WhereACommitOfAGroupThatProcessesWasAcked) {
  FlowHistory h;
  h.Acks(0, 4, 0).Reads(Pass::kFinal, 0, 4, 0).HistoryOf::FinalBounds(0, 4);
  h.Assigned(0).Consumes({0, 1}).Processes({0, 1}).Commits(2, Outcome::kUnknown);
  EXPECT_THAT(h.Judge().not_tested, Contains("unprocessed"));
}

// It had the topic's other partition before. But it tells of no assignment, so it may have chosen
// its partitions by hand, and begun where it wanted to.
TEST(AddedPartitions, AreNoneOfMembersThatTellOfNoAssignment) {
  FlowHistory h;
  h.Acks(0, 4, 0).Reads(Pass::kFinal, 0, 4, 0).HistoryOf::FinalBounds(0, 4);
  h.writer().AddRun("worker-0", {7, 7, "main", "payments", 1, Isolation::kUncommitted, "billing",
                                 RunCause::kAssigned, 0, Micros(1)});
  h.Assigned(2).Consumes({2, 3}).Processes({2, 3}).Commits(4);
  EXPECT_EQ(h.Judge().counts.at("unprocessed"), 0u);
}

TEST(LooksForRedelivered, WhereAReaderNamesItsGroup) {
  FlowHistory h;
  h.Acks(0, 4, 0).Reads(Pass::kFinal, 0, 4, 0).HistoryOf::FinalBounds(0, 4);
  h.InGroup("").Assigned(0).Consumes({0, 1});
  const auto not_tested = h.Judge().not_tested;
  EXPECT_THAT(not_tested, Contains("redelivered"));
  EXPECT_THAT(not_tested, Not(Contains("skipped")));
}

TEST(CheckRedelivered, ReadersOfNoGroupAreNoGroup) {
  FlowHistory h;
  h.Acks(0, 4, 0).Reads(Pass::kFinal, 0, 4, 0).HistoryOf::FinalBounds(0, 4);
  h.Assigned(0).Consumes({0, 1}).InGroup("");
  h.Assigned(0, true).Consumes({0, 1}).Assigned(0, true).Consumes({0, 1});
  EXPECT_EQ(h.Judge().counts.at("redelivered"), 0u);
}

TEST(CheckRedelivered, NamesTheReaderThatCameLast) {
  FlowHistory h;
  h.Acks(0, 4, 0).Reads(Pass::kFinal, 0, 4, 0).HistoryOf::FinalBounds(0, 4);
  h.Assigned(0).Consumes({0, 1});
  auto& store = h.writer();
  const auto run = store.AddRun("worker-9", {0, 0, "main", "payments", 0, Isolation::kUncommitted,
                                             "billing", RunCause::kAssigned, 1, 5'000'000});
  ReadSpan again;
  again.first_sequence = again.count = 1;
  again.offsets.Push(1);
  again.from = again.to = 5'000'000;
  store.Add("worker-9", Pass::kLive, Isolation::kUncommitted, {"main", 0xabcd, 0, "payments", 0},
            again, run);
  const auto result = h.Judge();
  EXPECT_EQ(result.counts.at("redelivered"), 1u);
  for (const auto& finding : result.findings) {
    if (finding.check == "redelivered") {
      EXPECT_EQ(finding.examples.at(0).reader, "worker-9");
    }
  }
}

// A record stands at 2; before the log was cut somebody got one without a stamp there.
TEST(CheckSkipped, OnlyItsOwnReadsForgiveAReader) {
  for (const char* reader : {"monitor-0", "worker-0"}) {
    FlowHistory h;
    h.Acks(0, 4, 0).Reads(Pass::kFinal, 0, 4, 0).HistoryOf::FinalBounds(0, 4);
    h.Assigned(0).Consumes({0, 1, 3});
    ForeignRead unstamped{"payments", 0, {}};
    unstamped.offsets.Push(2);
    h.writer().Add(reader, Pass::kLive, Isolation::kUncommitted, unstamped);
    EXPECT_EQ(h.Judge().counts.at("skipped"), reader == std::string("worker-0") ? 0u : 1u);
  }
}

TEST(CheckRewound, OfAReaderWithAHoleItIsADoubtWhereItIsRequired) {
  FlowHistory h;
  h.Acks(0, 4, 0).Reads(Pass::kFinal, 0, 4, 0).HistoryOf::FinalBounds(0, 4);
  h.Assigned(0).Consumes({0, 1, 1}).NeverCloses("worker-0");
  EXPECT_EQ(h.Judge().verdict, Verdict::kPass);
  h.Require("no-rewinds");
  const auto result = h.Judge();
  EXPECT_EQ(result.counts.at("rewound"), 0u);
  EXPECT_EQ(result.verdict, Verdict::kInconclusive);
}

// A doubt about what is promised by nobody matters where it is expected too.
TEST(CheckRewound, OfAReaderWithAHoleItIsADoubtWhereItIsExpected) {
  FlowHistory h;
  h.Acks(0, 4, 0).Reads(Pass::kFinal, 0, 4, 0).HistoryOf::FinalBounds(0, 4);
  h.Assigned(0).Consumes({0, 1, 1}).NeverCloses("worker-0");
  h.Run(run_key::kExpect, R"({"rewound": "= 0"})");
  EXPECT_EQ(h.Judge().verdict, Verdict::kInconclusive);
}

// worker-0 passes over a record that a monitor read; no final pass says whether it is still there.
class PassedOver : public ::testing::Test {
 protected:
  PassedOver() {
    history_.Acks(0, 4, 0).Reads(Pass::kLive, 0, 4, 0);
    history_.Assigned(0).Consumes({0, 1, 3}).Processes({0, 1, 3}).Commits(4);
  }
  void Fault(const std::string& failure_class) { history_.Fault(failure_class, 0.5, 1); }
  void Expect(std::uint64_t count) {
    const auto counts = history_.Judge().counts;
    EXPECT_EQ(counts.at("skipped"), count);
    EXPECT_EQ(counts.at("unprocessed"), count);
  }
  FlowHistory history_;
};

TEST_F(PassedOver, ItWasThere) { Expect(1); }

TEST_F(PassedOver, ACrashTakesNothing) {
  Fault("crash");
  Expect(1);
}

TEST_F(PassedOver, ADeletionMayHaveTakenIt) {
  Fault("deletion");
  Expect(0);
}

TEST_F(PassedOver, CompactionMayHaveTakenIt) {
  history_.Topic("cleanup.policy", "compact");
  Expect(0);
}

TEST_F(PassedOver, RetentionBytesMayHaveTakenIt) {
  history_.Topic("retention.bytes", "1000");
  Expect(0);
}

TEST_F(PassedOver, AShortRetentionMayHaveTakenIt) {
  history_.Topic("retention.ms", "1000");
  Expect(0);
}

TEST_F(PassedOver, AFinalPassShowsThatNothingDid) {
  Fault("deletion");
  history_.Reads(Pass::kFinal, 0, 4, 0).HistoryOf::FinalBounds(0, 4);
  Expect(1);
}

}  // namespace
}  // namespace kproof

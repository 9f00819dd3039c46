// `diverged` and what it says of replicas that nobody read.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/base/random.h"
#include "tests/unit/audit/history.h"

namespace kproof {
namespace {

using Kind = ReplicaFact::Difference::Kind;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

ReplicaFact Replica(std::int32_t node, std::vector<ReplicaFact::Difference> differences = {},
                    std::int64_t end = 1000) {
  ReplicaFact fact;
  fact.topic = "payments";
  fact.node = node;
  fact.leader = 1;
  fact.in_isr = true;
  fact.end = fact.position = end;
  fact.differences = std::move(differences);
  return fact;
}

// 1,000 records in the log of partition 0, and what was found of its replicas.
Result Judged(const std::vector<ReplicaFact>& replicas) {
  HistoryOf history;
  history.Sent(1000).Acks(0, 1000, 0).Reads(Pass::kFinal, 0, 1000, 0).FinalBounds(0, 1000);
  for (const auto& replica : replicas) history.writer().Add(replica);
  return history.Judge();
}

const Finding& Diverged(const Result& result) {
  for (const auto& finding : result.findings)
    if (finding.check == "diverged") return finding;
  throw std::runtime_error("there is no such finding");
}

TEST(CheckDiverged, EqualReplicasAreTestedAndPass) {
  const auto result = Judged({Replica(1), Replica(2), Replica(3)});
  EXPECT_EQ(result.counts.at("diverged"), 0u);
  EXPECT_EQ(result.verdict, Verdict::kPass) << result.reason;
  EXPECT_THAT(result.not_tested, Not(Contains(HasSubstr("diverged"))));
}

TEST(CheckDiverged, WithoutReadReplicasItIsNotTested) {
  const auto result = Judged({});
  EXPECT_EQ(result.counts.at("diverged"), 0u);
  EXPECT_EQ(result.verdict, Verdict::kPass) << result.reason;
  EXPECT_THAT(result.not_tested, Contains("diverged"));
}

TEST(CheckDiverged, ALackingReplicaIsAViolationWithTheRecordsNamed) {
  const auto result = Judged({Replica(1), Replica(2), Replica(3, {{Kind::kLacks, 400, 20, ""}})});
  EXPECT_EQ(result.verdict, Verdict::kViolation);
  const auto& finding = Diverged(result);
  EXPECT_EQ(finding.count, 20u);
  EXPECT_EQ(finding.evidence.at("lacks"), 20u);
  EXPECT_EQ(finding.why, "excluded under every configuration");
  ASSERT_EQ(finding.examples.size(), 1u);
  const auto& first = finding.examples.front();
  EXPECT_EQ(first.origin, "checkout-0");
  EXPECT_EQ(first.seq, 400u);
  EXPECT_EQ(first.count, 20u);
  EXPECT_EQ(first.offset, 400);
  EXPECT_EQ(first.stands_there, "broker 3 lacks it");
}

TEST(CheckDiverged, ARecordCountsOnceHoweverManyReplicasDiffer) {
  const auto result = Judged({Replica(2, {{Kind::kLacks, 10, 5, ""}}),
                              Replica(3, {{Kind::kDiffers, 12, 5, "its copy fails its own CRC"}})});
  const auto& finding = Diverged(result);
  EXPECT_EQ(finding.count, 7u);
  EXPECT_EQ(finding.evidence.at("lacks"), 5u);
  EXPECT_EQ(finding.evidence.at("differs"), 2u);
}

TEST(CheckDiverged, AnOffsetWithoutAStampedRecordCountsOnceToo) {
  const auto result = Judged({Replica(2, {{Kind::kLacks, 1000, 2, ""}}, 1002),
                              Replica(3, {{Kind::kDiffers, 1000, 2, ""}}, 1002)});
  EXPECT_EQ(Diverged(result).count, 2u);
}

TEST(CheckDiverged, ARecordCountsOnceHoweverOftenItWasRead) {
  HistoryOf history;
  history.Sent(9).Acks(0, 9, 0).FinalBounds(0, 9);
  history.Reads(Pass::kFinal, 0, 9, 0).Reads(Pass::kFinal, 0, 9, 0);
  history.writer().Add(Replica(3, {{Kind::kLacks, 4, 3, ""}}, 9));
  const auto result = history.Judge();
  EXPECT_EQ(Diverged(result).count, 3u);
  EXPECT_EQ(Diverged(result).evidence.at("lacks"), 3u);
}

TEST(CheckDiverged, OffsetsWithoutAStampedRecordCountToo) {
  const auto result =
      Judged({Replica(3, {{Kind::kDiffers, 998, 4, "its copy fails its own CRC"}}, 1002)});
  const auto& finding = Diverged(result);
  EXPECT_EQ(finding.count, 4u);
  ASSERT_EQ(finding.examples.size(), 2u);
  EXPECT_EQ(finding.examples[0].seq, 998u);
  EXPECT_EQ(finding.examples[1].origin, "(no stamp)");
  EXPECT_EQ(finding.examples[1].topic, "payments");
  EXPECT_EQ(finding.examples[1].offset, 1000);
  EXPECT_EQ(finding.examples[1].count, 2u);
  EXPECT_EQ(finding.examples[1].stands_there,
            "broker 3 holds something else there: its copy fails its own CRC");
}

TEST(CheckDiverged, AReplicaOutsideTheIsrClaimsNothing) {
  auto outside = Replica(3, {{Kind::kLacks, 400, 20, ""}});
  outside.in_isr = false;
  outside.problem = "it is not in the ISR";
  const auto result = Judged({Replica(1), Replica(2), outside});
  EXPECT_EQ(result.counts.at("diverged"), 0u);
  EXPECT_EQ(result.verdict, Verdict::kPass) << result.reason;
  EXPECT_THAT(result.not_tested, Contains(HasSubstr("payments/0 on broker 3")));
}

TEST(CheckDiverged, AnUnreadReplicaOfTheIsrIsNeitherAccusedNorAcquitted) {
  auto silent = Replica(3);
  silent.position = 7;
  silent.problem = "no answer within 2s";
  const auto result = Judged({Replica(1), Replica(2), silent});
  EXPECT_EQ(result.counts.at("diverged"), 0u);
  EXPECT_EQ(result.verdict, Verdict::kInconclusive);
  EXPECT_EQ(result.reason,
            "1 replica (payments/0 on broker 3: no answer within 2s) of the ISR could not be "
            "compared with the leader's log");
  EXPECT_THAT(result.not_tested, Contains(HasSubstr("payments/0 on broker 3")));
}

TEST(CheckDiverged, AReplicaThatWasNotReadToItsEndWasNotCompared) {
  auto half = Replica(3);
  half.position = 500;
  const auto result = Judged({Replica(1), Replica(2), half});
  EXPECT_EQ(result.verdict, Verdict::kInconclusive);
  EXPECT_THAT(result.not_tested, Contains(HasSubstr("payments/0 on broker 3")));
}

// Acked at 1 s and at 9 s, five ms after they were sent; the replicas were read at 30 s.
Result JudgedDeletion(const std::string& retention_ms, bool deleted_on_request = false) {
  HistoryOf history;
  history.Topic("retention.bytes", "-1").Topic("retention.ms", retention_ms);
  history.Acks(0, 300, 0, 1).Acks(300, 300, 300, 9).Settles(Outcome::kUnknown, 600, 400);
  history.Reads(Pass::kFinal, 0, 1000, 0).FinalBounds(0, 1000);
  if (deleted_on_request) history.Fault("deletion", 2, 3);
  auto replica = Replica(3, {{Kind::kDeleted, 0, 1001, ""}});
  replica.at = 30'000'000;
  history.writer().Add(replica);
  return history.Judge();
}

// Of the others nobody was told when they were written, and at offset 1000 stands nothing of ours.
TEST(CheckDiverged, WhatAReplicaDeletedBeforeItsRetentionIsOver) {
  const auto result = JudgedDeletion("604800000");
  EXPECT_EQ(result.verdict, Verdict::kViolation);
  EXPECT_EQ(Diverged(result).count, 600u);
  EXPECT_EQ(Diverged(result).evidence.at("deleted_early"), 600u);
  EXPECT_EQ(Diverged(result).examples.front().stands_there, "broker 3 deleted it");
}

TEST(CheckDiverged, WhatRetentionOrADeletionExplainsIsNot) {
  EXPECT_EQ(JudgedDeletion("29006").counts.at("diverged"), 600u);
  EXPECT_EQ(JudgedDeletion("29005").counts.at("diverged"), 0u);
  EXPECT_EQ(JudgedDeletion("unreadable").counts.at("diverged"), 0u)
      << "how long they are kept is not known";
  EXPECT_EQ(JudgedDeletion("604800000", true).counts.at("diverged"), 0u);
}

TEST(CheckDiverged, ADeletionIsNotJudgedByClocksThatDoNotCompare) {
  HistoryOf history;
  history.Topic("retention.bytes", "-1").Topic("retention.ms", "604800000");
  history.Acks(0, 9, 0).Reads(Pass::kFinal, 0, 9, 0).FinalBounds(0, 9);
  history.writer().MarkUntimed("checkout-0");
  history.writer().Add(Replica(3, {{Kind::kDeleted, 0, 4, ""}}, 9));
  EXPECT_EQ(history.Judge().counts.at("diverged"), 0u);
}

TEST(CheckDiverged, WhatAReplicaOutsideTheIsrHoldsAloneIsNoDoubt) {
  auto outside = Replica(3, {{Kind::kExtra, 400, 20, ""}});
  outside.in_isr = false;
  EXPECT_EQ(Judged({Replica(1), Replica(2), outside}).verdict, Verdict::kPass);
}

TEST(CheckDiverged, WhatOnlyAReplicaHoldsIsNoRecordInTheLogAndNoPassEither) {
  const auto result = Judged({Replica(1), Replica(3, {{Kind::kExtra, 400, 20, ""}})});
  EXPECT_EQ(result.counts.at("diverged"), 0u);
  EXPECT_EQ(result.verdict, Verdict::kInconclusive);
  EXPECT_THAT(result.reason, HasSubstr("broker 3 holds 20 offsets of payments/0 from 400 on"));
}

TEST(CheckDiverged, ATopicWhoseReplicasWereNotReadIsNamed) {
  HistoryOf history;
  history.Sent(10).Acks(0, 10, 0).Reads(Pass::kFinal, 0, 10, 0).FinalBounds(0, 10);
  history.writer().AddTopic({"main", "ledger", 1, 3});
  history.writer().Add(
      SettingFact{"topic", "ledger", "cleanup.policy", "compact,delete", "scenario", "main"});
  history.writer().Add(Replica(1, {}, 10));
  EXPECT_THAT(
      history.Judge().not_tested,
      Contains("diverged in ledger: each replica of a compacted topic is compacted on its own"));
}

// Any one range on any replica of a clean history: exactly those records are named.
TEST(CheckDiverged, NamesExactlyWhatWasHarmed) {
  Random random(11);
  for (int round = 0; round < 30; ++round) {
    const auto first = static_cast<std::int64_t>(random.Below(990));
    const auto count = static_cast<std::int64_t>(1 + random.Below(10));
    const auto kind = random.Below(2) == 0 ? Kind::kLacks : Kind::kDiffers;
    const auto result = Judged({Replica(1), Replica(2, {{kind, first, count, ""}})});
    for (const auto& [name, number] : result.counts) {
      if (name == "diverged") {
        EXPECT_EQ(number, static_cast<std::uint64_t>(count));
      } else if (name != "sent" && name != "acked" && name != "read") {
        EXPECT_EQ(number, 0u) << name;
      }
    }
    const auto& example = Diverged(result).examples.front();
    EXPECT_EQ(example.seq, static_cast<std::uint64_t>(first));
    EXPECT_EQ(example.count, static_cast<std::uint64_t>(count));
  }
}

}  // namespace
}  // namespace kproof

// From events to facts: what each field means, and what is taken for granted where it is left out.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/events/judged.h"

namespace kproof {
namespace {

constexpr char kSafe[] =
    R"({"event":"config","acks":"all","idempotence":true,"replication":3,"min_insync":2,)"
    R"("unclean":false,"max.in.flight":5,"message.timeout.ms":300000,"retention.ms":604800000,)"
    R"("retention.bytes":-1,"cleanup.policy":"delete"})"
    "\n";

TEST(Import, CleanHistoryPasses) {
  const auto result = Judged(kSafe + Sends("p", 0, 3) + Acks("p", 0, 3, 0) +
                             Reads("m", "p", 0, 3, 0, kFinal) + FinalBounds(0, 3));
  EXPECT_EQ(result.verdict, Verdict::kPass) << result.reason;
  EXPECT_EQ(result.counts.at("sent"), 3u);
  EXPECT_EQ(result.counts.at("acked"), 3u);
  EXPECT_EQ(result.counts.at("read"), 3u);
}

TEST(Import, LostRecordIsAViolationUnderSafeSettings) {
  const auto result =
      Judged(kSafe + Sends("p", 0, 3) + Acks("p", 0, 3, 0) + Reads("m", "p", 0, 1, 0, kFinal) +
             Reads("m", "p", 2, 1, 2, kFinal) + FinalBounds(0, 3));
  EXPECT_EQ(result.verdict, Verdict::kViolation) << result.reason;
  EXPECT_EQ(result.counts.at("lost"), 1u);
  ASSERT_EQ(result.findings.size(), 1u);
  EXPECT_EQ(result.findings[0].examples.at(0).origin, "p");
  EXPECT_EQ(result.findings[0].examples.at(0).seq, 1u);
}

TEST(Import, LastSettleCounts) {
  const auto result = Judged(kSafe + Sends("p", 0, 2) + Acks("p", 0, 2, 0) +
                             R"({"event":"settle","actor":"p","origin":"p","seq":1,"topic":"x",)"
                             R"("partition":0,"outcome":"failed"})"
                             "\n" +
                             Reads("m", "p", 0, 1, 0, kFinal) + FinalBounds(0, 2));
  EXPECT_EQ(result.verdict, Verdict::kPass) << result.reason;
  EXPECT_EQ(result.counts.at("acked"), 1u);
  EXPECT_EQ(result.counts.at("failed"), 1u);
}

TEST(Import, LastSettleByTimeCountsThoughItStandsFirst) {
  const auto result = Judged(kSafe + Sends("p", 0, 1) + Acks("p", 0, 1, 0, R"(,"t":2)") +
                             R"({"event":"settle","actor":"p","origin":"p","seq":0,"topic":"x",)"
                             R"("partition":0,"outcome":"unknown","t":1})"
                             "\n" +
                             Reads("m", "p", 0, 1, 0, kFinal) + FinalBounds(0, 1));
  EXPECT_EQ(result.counts.at("acked"), 1u);
  EXPECT_EQ(result.counts.at("unknown"), 0u);
}

TEST(Import, UnsettledIsUnknown) {
  const auto result = Judged(kSafe + Sends("p", 0, 2) + Acks("p", 0, 1, 0) +
                             Reads("m", "p", 0, 2, 0, kFinal) + FinalBounds(0, 2));
  EXPECT_EQ(result.verdict, Verdict::kPass) << result.reason;
  EXPECT_EQ(result.counts.at("unknown"), 1u);
}

TEST(Import, NeverClosedActorIsAHole) {
  const std::string open = R"({"event":"actor","actor":"p","op":"open"})"
                           "\n";
  const auto body =
      Sends("p", 0, 2) + Acks("p", 0, 1, 0) + Reads("m", "p", 0, 1, 0, kFinal) + FinalBounds(0, 1);
  EXPECT_EQ(Judged(kSafe + open + body).verdict, Verdict::kInconclusive);
  const std::string close = R"({"event":"actor","actor":"p","op":"close"})"
                            "\n";
  EXPECT_EQ(Judged(kSafe + open + body + close).verdict, Verdict::kPass);
}

TEST(Import, RecordWithoutStampCountsNowhere) {
  const auto result =
      Judged(kSafe + Sends("p", 0, 1) + Acks("p", 0, 1, 0) + Reads("m", "p", 0, 1, 0, kFinal) +
             R"({"event":"read","actor":"m","topic":"x","partition":0,"offset":1,"origin":null,)"
             R"("pass":"final"})"
             "\n" +
             FinalBounds(0, 2));
  EXPECT_EQ(result.verdict, Verdict::kPass) << result.reason;
  EXPECT_EQ(result.counts.at("read"), 1u);
  EXPECT_EQ(result.counts.at("phantom"), 0u);
}

TEST(Import, OriginMayDifferFromActor) {
  const auto result =
      Judged(kSafe +
             std::string(R"({"event":"send","actor":"app","origin":"o","seq":0,"topic":"x",)"
                         R"("partition":0})"
                         "\n"
                         R"({"event":"settle","actor":"app","origin":"o","seq":0,"topic":"x",)"
                         R"("partition":0,"outcome":"acked","offset":0})"
                         "\n") +
             FinalBounds(0, 0));
  EXPECT_EQ(result.counts.at("lost"), 1u);
  EXPECT_EQ(result.findings.at(0).examples.at(0).origin, "o");
}

TEST(Import, ReplicasAreComparedWithTheLog) {
  const auto judged = [](const std::string& more) {
    return Judged(Sends("p", 0, 5) + Acks("p", 0, 5, 0) +
                  Reads("f", "p", 0, 5, 0, R"(,"pass":"final")") + FinalBounds(0, 5) +
                  R"({"event":"replica","topic":"x","partition":0,"broker":3,"start":0,"end":5,)" +
                  more + "}\n");
  };
  const auto equal = judged(R"("in_isr":true)");
  EXPECT_EQ(equal.verdict, Verdict::kPass) << equal.reason;
  const auto lacking = judged(R"("in_isr":true,"differences":[["lacks",3,2]])");
  EXPECT_EQ(lacking.verdict, Verdict::kViolation);
  EXPECT_EQ(lacking.counts.at("diverged"), 2u);
  const auto unread = judged(R"("in_isr":true,"position":3,"problem":"no answer")");
  EXPECT_EQ(unread.verdict, Verdict::kInconclusive) << unread.reason;
  EXPECT_EQ(judged(R"("in_isr":false,"differences":[["lacks",3,2]])").verdict, Verdict::kPass);
}

TEST(Import, ClustersAreToldApart) {
  const std::string east = R"(,"cluster":"east")";
  const auto result =
      Judged(kSafe + Sends("p", 0, 1) + Acks("p", 0, 1, 0) + Sends("q", 0, 1, east) +
             Acks("q", 0, 1, 0, east) + Reads("m", "p", 0, 1, 0, kFinal) + FinalBounds(0, 1) +
             FinalBounds(0, 1, east));
  EXPECT_EQ(result.counts.at("lost"), 1u);
  EXPECT_EQ(result.findings.at(0).examples.at(0).origin, "q");
}

TEST(Import, BoundsTakeTheIsolationOfTheFinalReads) {
  const std::string committed = R"(,"pass":"final","isolation":"committed")";
  const auto body = kSafe + Sends("p", 0, 2) + Acks("p", 0, 2, 0);
  // A committed pass has gone over what is below its end, and no more.
  EXPECT_EQ(
      Judged(body + Reads("m", "p", 0, 1, 0, committed) + FinalBounds(0, 1)).counts.at("lost"), 0u);
  EXPECT_EQ(Judged(body + Reads("m", "p", 0, 1, 0, kFinal) + FinalBounds(0, 1)).counts.at("lost"),
            1u);
}

TEST(Import, TimesOfAnyClockAreSecondsOfTheRun) {
  const auto result = Judged(kSafe + Sends("p", 0, 1, R"(,"t":1763730000.5)") +
                             Acks("p", 0, 1, 0, R"(,"t":1763730001.25)") + FinalBounds(0, 0));
  EXPECT_DOUBLE_EQ(result.findings.at(0).examples.at(0).acked_s.value_or(-1), 1.25);
  EXPECT_NEAR(result.availability.ack_ms.at("p50"), 750, 50);
}

// Also where the file is sorted first, and the fault has no `t` of its own.
TEST(Import, FaultsAreOnTheClockOfTheFirstT) {
  const auto fault =
      R"({"event":"fault","fault":"kill","nodes":[2],"from":108,"to":112,"bit":true,"healed":true})"
      "\n";
  for (const auto& acks : {Acks("p", 0, 1, 0, R"(,"t":101)") + Acks("p", 1, 1, 1, R"(,"t":120)"),
                           Acks("p", 1, 1, 1, R"(,"t":120)") + Acks("p", 0, 1, 0, R"(,"t":101)")}) {
    const auto result = Judged(fault + Sends("p", 0, 3) + acks + Acks("p", 2, 1, 2, R"(,"t":121)"));
    EXPECT_EQ(result.faults.at(0).from_s, 7.0);
    EXPECT_NEAR(result.faults.at(0).first_ack_after_s.value_or(-1), 19.0, 0.02);
  }
}

}  // namespace
}  // namespace kproof

// Topics that were deleted and made again, and logs that may have been cut for their size: what is
// excused by that, and what is not.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/events/judged.h"

namespace kproof {
namespace {

using Counts = std::map<std::string, std::uint64_t>;

Counts CountsOf(const Result& result) {
  Counts counts;
  for (const auto& finding : result.findings) counts[finding.check] = finding.count;
  return counts;
}

const std::string kKept =
    R"({"event":"config","acks":"all","retention.ms":604800000,"retention.bytes":-1})"
    "\n";

std::string At(double t) { return fmt::format(",\"t\":{}", t); }

std::string Deletion(double from, const std::string& to,
                     const std::string& more = R"(,"target":"topic x")",
                     const std::string& name = "delete-topic") {
  return fmt::format(
      R"({{"event":"fault","fault":"{}","class":"deletion","nodes":[],"from":{},"to":{},"bit":true,"healed":true{}}})"
      "\n",
      name, from, to, more);
}

// Three records of the old topic at 1 s, two of the new one at 5 s, of which a final pass at 9 s
// returns all.
std::string MadeAgain(const std::string& faults, const std::string& more = "") {
  return kKept + Sends("p", 0, 3, At(0.5)) + Acks("p", 0, 3, 0, At(1)) + Sends("p", 3, 2, At(4.5)) +
         Acks("p", 3, 2, 0, At(5)) + more + Reads("final", "p", 3, 2, 0, At(9) + kFinal) + faults +
         FinalBounds(0, 2);
}

TEST(MadeAgain, WhatWentWithTheOldTopicIsExpired) {
  EXPECT_EQ(CountsOf(Judged(MadeAgain(Deletion(2, "3")))), (Counts{{"expired", 3}}));
}

std::string Note(double t, const std::string& subject, const std::string& cluster = "main") {
  return fmt::format(
      R"({{"event":"note","kind":"state","t":{},"subject":"{}","detail":"about to be created again","cluster":"{}"}})"
      "\n",
      t, subject, cluster);
}

// Two more were sent before the deletion and acked during it.
TEST(MadeAgain, UntilItIsAboutToBeCreatedAcksAreOfTheOldTopic) {
  const auto counts = [](const std::string& notes) {
    const auto late = Sends("p", 5, 2, At(1.9)) + Acks("p", 5, 2, 3, At(2.5));
    return CountsOf(Judged(MadeAgain(Deletion(2, "4"), late + notes)));
  };
  EXPECT_EQ(counts(""), (Counts{{"expired", 3}, {"pending", 2}})) << "it may be there already";
  EXPECT_EQ(counts(Note(3, "topic x")), (Counts{{"expired", 5}}));
  EXPECT_EQ(counts(Note(2.2, "topic x")), (Counts{{"expired", 3}, {"pending", 2}})) << "too early";
  EXPECT_EQ(counts(Note(3, "topic y")), (Counts{{"expired", 3}, {"pending", 2}}));
  EXPECT_EQ(counts(Note(3, "topic x", "east")), (Counts{{"expired", 3}, {"pending", 2}}));
  EXPECT_EQ(counts(Note(4.2, "topic x")), (Counts{{"expired", 3}, {"pending", 2}}))
      << "of no deletion";
}

// Four records of one span, acked while the topic was deleted: two are in the new one. Five more
// took 0.1 s each, so that is the median.
TEST(MadeAgain, LatenciesOfASpanCountOnce) {
  const auto result =
      Judged(kKept + Sends("p", 0, 4, At(1.5)) + Acks("p", 0, 4, 0, At(2.5)) +
             Sends("p", 4, 5, At(4.9)) + Acks("p", 4, 5, 4, At(5)) +
             Reads("final", "p", 2, 7, 2, At(9) + kFinal) + Deletion(2, "3") + FinalBounds(2, 9));
  EXPECT_NEAR(result.availability.ack_ms.at("p50"), 100, 10);
}

TEST(MadeAgain, WithoutARequestItIsLost) { EXPECT_EQ(CountsOf(Judged(MadeAgain("")))["lost"], 3u); }

// It moves the start of a log, and the topic goes on.
TEST(MadeAgain, DeletedRecordsAreNoDeletedTopic) {
  EXPECT_EQ(CountsOf(Judged(
                MadeAgain(Deletion(2, "3", R"(,"target":"topic x")", "delete-records"))))["lost"],
            3u);
}

TEST(MadeAgain, AnotherTopicsDeletionExcusesNothing) {
  EXPECT_EQ(CountsOf(Judged(MadeAgain(Deletion(2, "3", R"(,"topics":["y"])"))))["lost"], 3u);
}

TEST(MadeAgain, ADeletionInAnotherClusterExcusesNothing) {
  EXPECT_EQ(CountsOf(Judged(
                MadeAgain(Deletion(2, "3", R"(,"target":"topic x","cluster":"east")"))))["lost"],
            3u);
}

TEST(MadeAgain, AFaultOfAnotherClassDeletesNothing) {
  auto fault = Deletion(2, "3");
  fault.replace(fault.find("\"deletion\""), 10, "\"operation\"");
  EXPECT_EQ(CountsOf(Judged(MadeAgain(fault)))["lost"], 3u);
}

// Acked at the very moments at which it began and ended, or in a topic that was not made again.
TEST(MadeAgain, WhatWasAckedMeanwhileIsPending) {
  for (const auto& deletion : {Deletion(1, "3"), Deletion(0.5, "1"), Deletion(0.5, "null")}) {
    const auto result = Judged(MadeAgain(deletion));
    EXPECT_EQ(CountsOf(result), (Counts{{"pending", 3}})) << deletion;
    EXPECT_EQ(result.verdict, Verdict::kInconclusive);
  }
}

// What q acked, without a clock, may have gone to either.
TEST(MadeAgain, WithoutAClockItIsPending) {
  const auto result = Judged(MadeAgain(Deletion(2, "3"), Sends("q", 0, 1) + Acks("q", 0, 1, 7)));
  EXPECT_EQ(CountsOf(result), (Counts{{"expired", 3}, {"pending", 1}}));
  EXPECT_EQ(result.verdict, Verdict::kInconclusive);
}

TEST(MadeAgain, TwoIdsWithoutARequestAreNoLoss) {
  const auto lines = kKept + Sends("p", 0, 5, At(0.5)) +
                     Acks("p", 0, 3, 0, At(1) + R"(,"topic_id":"a")") + Acks("p", 3, 2, 0, At(5)) +
                     Reads("final", "p", 3, 2, 0, At(9) + kFinal) +
                     FinalBounds(0, 2, R"(,"topic_id":"b")");
  const auto result = Judged(lines);
  EXPECT_EQ(CountsOf(result), (Counts{{"pending", 3}}));
  EXPECT_EQ(result.verdict, Verdict::kInconclusive);
  EXPECT_THAT(result.doubts, testing::Contains(testing::HasSubstr("has had several ids")));
}

// One id that some facts name and others do not.
TEST(MadeAgain, OneIdIsOneTopic) {
  const auto lines = kKept + Sends("p", 0, 2, At(0.5)) +
                     Acks("p", 0, 2, 0, At(1) + R"(,"topic_id":"a")") +
                     Reads("final", "p", 0, 1, 0, At(9) + kFinal) + FinalBounds(0, 1);
  EXPECT_EQ(CountsOf(Judged(lines)), (Counts{{"lost", 1}}));
}

// The id that the bounds name is that of what there is in the end.
TEST(MadeAgain, BoundsNameTheLastOne) {
  const auto lines = kKept + Sends("p", 0, 3, At(0.5)) + Acks("p", 0, 3, 0, At(1)) +
                     Sends("p", 3, 2, At(4.5)) + Acks("p", 3, 2, 0, At(5)) +
                     Reads("final", "p", 3, 1, 0, At(9) + kFinal) + Deletion(2, "3") +
                     FinalBounds(0, 2, R"(,"topic_id":"b")");
  EXPECT_EQ(CountsOf(Judged(lines)), (Counts{{"expired", 3}, {"lost", 1}}));
}

// Where a record was found outside of its topic says nothing of which of the two it went to.
TEST(MadeAgain, ARecordThatIsFoundInAnotherTopicWentWhereItWasAcked) {
  const auto result =
      Judged(kKept + Sends("p", 0, 3, At(0.5)) + Acks("p", 0, 3, 0, At(1)) +
             Sends("p", 3, 3, At(4.5)) + Acks("p", 3, 3, 0, At(5)) +
             Reads("final", "p", 3, 2, 0, At(9) + kFinal) + Deletion(2, "3") + FinalBounds(0, 3) +
             R"({"event":"read","t":9,"actor":"final","topic":"y","topic_id":"yy","partition":0,)"
             R"("offset":0,"origin":"p","seq":5,"sent_topic":"x","pass":"final"})"
             "\n"
             R"({"event":"bounds","topic":"y","partition":0,"start":0,"end":1})"
             "\n");
  EXPECT_EQ(CountsOf(result), (Counts{{"expired", 3}, {"misplaced", 1}}));
}

// It reads live, too, and what it got then was of the old one.
TEST(MadeAgain, APassIsOverWhatItsReaderFoundInIt) {
  const auto lines = kKept + Sends("p", 0, 3, At(0.5)) + Acks("p", 0, 3, 0, At(1)) +
                     Reads("final", "p", 0, 3, 0, At(1.5)) + Sends("p", 3, 2, At(4.5)) +
                     Acks("p", 3, 2, 0, At(5)) + Reads("final", "p", 3, 1, 0, At(9) + kFinal) +
                     Deletion(2, "3") + FinalBounds(0, 2);
  EXPECT_EQ(CountsOf(Judged(lines)), (Counts{{"expired", 3}, {"lost", 1}}));
}

TEST(MadeAgain, APassBeforeTheDeletionIsNotOverTheNewOne) {
  const auto result =
      Judged(kKept + Sends("p", 0, 3, At(0.5)) + Acks("p", 0, 3, 0, At(1)) +
             Reads("final", "p", 0, 3, 0, At(1.5) + kFinal) + Sends("p", 3, 2, At(4.5)) +
             Acks("p", 3, 2, 0, At(5)) + Deletion(2, "3") + FinalBounds(0, 3));
  EXPECT_EQ(CountsOf(result), (Counts{{"expired", 3}, {"pending", 2}}));
}

TEST(MadeAgain, EachRecordWasSentOnce) {
  const auto result = Judged(MadeAgain(Deletion(2, "3")));
  EXPECT_EQ(result.counts.at("sent"), 5u);
  EXPECT_EQ(result.counts.at("acked"), 5u);
  EXPECT_EQ(result.counts.at("unknown"), 0u);
}

// It was asked for and did not take place: the id is the same. What it took nobody knows.
TEST(MadeAgain, ADeletionThatDidNotEndItMayHaveTakenRecords) {
  const std::string id = R"(,"topic_id":"a")";
  const auto lines = kKept + Sends("p", 0, 5, At(0.5)) + Acks("p", 0, 3, 0, At(1) + id) +
                     Acks("p", 3, 2, 3, At(5) + id) + Reads("final", "p", 3, 2, 3, At(9) + kFinal) +
                     FinalBounds(3, 5, id);
  EXPECT_EQ(CountsOf(Judged(lines + Deletion(2, "3"))), (Counts{{"expired", 3}}));
  EXPECT_EQ(CountsOf(Judged(lines)), (Counts{{"lost", 3}}));
}

// A monitor went over offset 1 of the second topic, and somebody without a clock got what was acked
// there after the deletion: it was in that topic.
TEST(MadeAgain, WhoHasNoClockReadWhereTheRecordWent) {
  const auto counts = [](const std::string& more) {
    return CountsOf(Judged(kKept + Sends("p", 0, 3, At(4.5)) + Acks("p", 0, 3, 0, At(5)) +
                           Reads("m", "p", 0, 1, 0, At(6)) + Reads("m", "p", 2, 1, 2, At(6.1)) +
                           more + Deletion(2, "3")));
  };
  EXPECT_EQ(counts(""), (Counts{{"lost", 1}}));
  EXPECT_EQ(counts(Reads("u", "p", 1, 1, 1)), Counts());
}

// -- a member that reads both: `first` and `second` are what it did with either
std::string Commit(double t, int offset) {
  return fmt::format(
      R"({{"event":"commit","t":{},"actor":"c","group":"g","topic":"x","partition":0,"offset":{},"outcome":"acked"}})"
      "\n",
      t, offset);
}

std::string Assign(double t, const std::string& places) {
  return fmt::format(R"({{"event":"assign","t":{},"actor":"c","group":"g","partitions":[{}]}})"
                     "\n",
                     t, places);
}

std::string Effect(double t, int offset) {
  return fmt::format(
      R"({{"event":"process","t":{},"actor":"c","group":"g","topic":"x","partition":0,"offset":{}}})"
      "\n",
      t, offset);
}

const std::string kGroup = R"(,"group":"g")";
const std::string kReadersAsked =
    R"({"event":"require","guarantees":["monotonic-commits","no-redelivery","no-rewinds","exactly-once","no-skips"]})"
    "\n";

// Offsets begin anew in the second topic, and nothing of that is an anomaly.
TEST(MadeAgain, AGroupThatReadsBothIsNotAccused) {
  const auto both = Assign(0.6, R"(["x",0,0])") + Reads("c", "p", 0, 3, 0, At(1.5) + kGroup) +
                    Effect(1.51, 0) + Effect(1.52, 1) + Effect(1.53, 2) + Commit(1.6, 3) +
                    Assign(2.5, "") + Assign(5.5, R"(["x",0,0])") +
                    Reads("c", "p", 3, 2, 0, At(6) + kGroup) + Effect(6.01, 0) + Effect(6.02, 1) +
                    Commit(6.1, 2);
  const auto result = Judged(kReadersAsked + MadeAgain(Deletion(2, "3"), both));
  EXPECT_EQ(CountsOf(result), (Counts{{"expired", 3}}));
  EXPECT_EQ(result.verdict, Verdict::kPass) << result.reason;
}

// What it does with each is judged as with any topic.
TEST(MadeAgain, AGroupAnswersForEach) {
  const auto judged = [](const std::string& second) {
    const auto both = Assign(0.6, R"(["x",0,0])") + Reads("c", "p", 0, 3, 0, At(1.5) + kGroup) +
                      Effect(1.51, 0) + Effect(1.52, 1) + Effect(1.53, 2) + Commit(1.6, 3) +
                      Assign(5.5, R"(["x",0,0])") + second;
    return CountsOf(Judged(kReadersAsked + MadeAgain(Deletion(2, "3"), both)));
  };
  const auto reads = Reads("c", "p", 3, 2, 0, At(6) + kGroup);
  EXPECT_EQ(judged(reads + Effect(6.1, 1) + Commit(6.2, 2)),
            (Counts{{"expired", 3}, {"unprocessed", 1}}));
  EXPECT_EQ(judged(reads + Effect(6.1, 0) + Effect(6.2, 1) + Effect(6.3, 1) + Commit(6.4, 2)),
            (Counts{{"expired", 3}, {"reprocessed", 1}}));
  EXPECT_EQ(judged(reads + Effect(6.1, 0) + Effect(6.2, 1) + Commit(6.4, 2) + Commit(6.5, 1)),
            (Counts{{"expired", 3}, {"regressed", 1}}));
  EXPECT_EQ(judged(reads + Reads("c", "p", 3, 1, 0, At(6.1) + kGroup) + Effect(6.2, 0) +
                   Effect(6.3, 1) + Commit(6.4, 2)),
            (Counts{{"expired", 3}, {"redelivered", 1}, {"rewound", 1}}));
  EXPECT_EQ(judged(Reads("c", "p", 4, 1, 1, At(6) + kGroup) + Effect(6.2, 1)),
            (Counts{{"expired", 3}, {"skipped", 1}}));
}

// The step was among records of nobody knows which; in the second topic the reader then began.
TEST(MadeAgain, AStepBackSomewhereIsNoneWhereTheReaderHadNotBeen) {
  const auto lines = kKept + Sends("p", 0, 1, At(0.5)) + Acks("p", 0, 1, 0, At(1)) +
                     Sends("q", 0, 2) + Sends("p", 1, 1, At(4)) + Acks("p", 1, 1, 21, At(4.1)) +
                     Assign(5, R"(["x",0,null])") + Reads("c", "q", 1, 1, 2, At(5.1) + kGroup) +
                     Reads("c", "q", 0, 1, 1, At(5.2) + kGroup) +
                     Reads("c", "p", 1, 1, 21, At(5.3) + kGroup) + Deletion(2, "3");
  EXPECT_EQ(CountsOf(Judged(kReadersAsked + lines)).contains("rewound"), false);
}

// A commit during the deletion may have been one of either.
TEST(MadeAgain, WhatAGroupDidMeanwhileIsADoubt) {
  const auto both = Assign(0.6, R"(["x",0,0])") + Reads("c", "p", 0, 3, 0, At(1.5) + kGroup) +
                    Effect(1.51, 0) + Effect(1.52, 1) + Effect(1.53, 2) + Commit(1.6, 3) +
                    Commit(2.5, 2);
  const auto result = Judged(kReadersAsked + MadeAgain(Deletion(2, "3"), both));
  EXPECT_EQ(CountsOf(result), (Counts{{"expired", 3}}));
  EXPECT_EQ(result.verdict, Verdict::kInconclusive);
  const auto which = testing::Contains(testing::HasSubstr("don't say which of the two"));
  EXPECT_THAT(result.doubts, which);
  EXPECT_THAT(Judged(MadeAgain(Deletion(2, "3"), both)).doubts, testing::Not(which))
      << "though nobody asked";
}

// -- clients go on with what they had when the topic was deleted

// Fetched before, returned after: it was acked in the first one.
TEST(MadeAgain, ALateReadIsOfWhereTheRecordWent) {
  const auto late = Reads("m", "p", 1, 1, 1, At(3.1));
  EXPECT_EQ(CountsOf(Judged(MadeAgain(Deletion(2, "3"), late))), (Counts{{"expired", 3}}));
  const auto by_member = Assign(0.6, R"(["x",0,0])") + Reads("c", "p", 0, 1, 0, At(3.1) + kGroup) +
                         Assign(3.5, "") + Assign(4, R"(["x",0,0])") +
                         Reads("c", "p", 3, 2, 0, At(6) + kGroup);
  EXPECT_EQ(CountsOf(Judged(kReadersAsked + MadeAgain(Deletion(2, "3"), by_member))),
            (Counts{{"expired", 3}}));
}

// Sent before the deletion ended and acked after it: the broker may have taken it before.
TEST(MadeAgain, AnAckThatCameLateMayBeOfTheFirst) {
  const auto lines =
      kKept + Sends("p", 0, 1, At(0.5)) + Acks("p", 0, 1, 0, At(1)) + Sends("p", 1, 1, At(1.9)) +
      Acks("p", 1, 1, 1, At(3.05)) + Sends("p", 2, 1, At(4)) + Acks("p", 2, 1, 0, At(4.1)) +
      Reads("final", "p", 2, 1, 0, At(9) + kFinal) + Deletion(2, "3") + FinalBounds(0, 1);
  const auto result = Judged(lines);
  EXPECT_EQ(CountsOf(result), (Counts{{"expired", 1}, {"pending", 1}}));
  EXPECT_EQ(result.verdict, Verdict::kInconclusive);
}

// Nobody knows when it was sent.
TEST(MadeAgain, AnAckOfASendWithoutATimeMayBeOfTheFirst) {
  const auto lines = kKept + Sends("p", 0, 1, At(0.5)) + Acks("p", 0, 1, 0, At(1)) +
                     Sends("p", 1, 1) + Acks("p", 1, 1, 1, At(5)) + Sends("p", 2, 1, At(6)) +
                     Acks("p", 2, 1, 0, At(6.1)) + Reads("final", "p", 2, 1, 0, At(9) + kFinal) +
                     Deletion(2, "3") + FinalBounds(0, 1);
  EXPECT_EQ(CountsOf(Judged(lines)), (Counts{{"expired", 1}, {"pending", 1}}));
}

// The ids of both are told, and none of whoever only tells of the second.
TEST(MadeAgain, TheFirstIdMayBeToldLate) {
  const std::string a = R"(,"topic_id":"a")";
  const auto lines = kKept + Sends("p", 0, 2, At(0.5)) + Acks("p", 0, 1, 0, At(1)) +
                     Acks("p", 1, 1, 1, At(3.05) + a) +
                     Reads("final", "q", 0, 1, 0, At(9) + kFinal) + Sends("q", 0, 1, At(4)) +
                     Acks("q", 0, 1, 0, At(4.1)) + Deletion(2, "3") + FinalBounds(0, 1);
  EXPECT_EQ(CountsOf(Judged(lines)).contains("lost"), false);
}

TEST(MadeAgain, OneCorruptRecordIsOneWhoeverNamesTheId) {
  const std::string bad = R"(,"crc":"bad")";
  const auto lines = kKept + Sends("p", 0, 1, At(0.5)) + Acks("p", 0, 1, 0, At(1)) +
                     Reads("m", "p", 0, 1, 0, At(2) + bad) +
                     Reads("u", "p", 0, 1, 0, At(2) + bad + R"(,"topic_id":"a")");
  EXPECT_EQ(CountsOf(Judged(lines)), (Counts{{"corrupt", 1}}));
}

// Clients send to a name: that it was made again is no silence.
TEST(MadeAgain, SilenceIsThatOfTheName) {
  const auto result = Judged(MadeAgain(Deletion(2, "3")));
  EXPECT_NEAR(result.availability.ack_gap_by_partition_s.at("x/0"), 4.0, 0.1);
}

// An id that is told late was still deleted.
TEST(MadeAgain, AnIdThatIsToldLateIsGone) {
  const std::string a = R"(,"topic_id":"a")";
  const auto lines = kKept + Sends("p", 0, 2, At(0.5)) + Acks("p", 0, 1, 0, At(1) + a) +
                     Acks("p", 1, 1, 1, At(3.05) + a) + Sends("p", 2, 1, At(4)) +
                     Acks("p", 2, 1, 0, At(4.1)) + Reads("final", "p", 2, 1, 0, At(9) + kFinal) +
                     Deletion(2, "3") + FinalBounds(0, 1);
  EXPECT_EQ(CountsOf(Judged(lines)), (Counts{{"expired", 2}}));
}

// Work goes on: the effect at 3.1 is one of the only record that it had got at offset 0.
TEST(MadeAgain, ALateEffectIsOfWhatWasRead) {
  const auto judged = [](const std::string& more) {
    return CountsOf(
        Judged(kReadersAsked +
               MadeAgain(Deletion(2, "3"),
                         Assign(0.6, R"(["x",0,0])") + Reads("c", "p", 0, 1, 0, At(1.5) + kGroup) +
                             Effect(3.1, 0) + Assign(3.5, "") + Assign(4, R"(["x",0,0])") +
                             Reads("c", "p", 3, 2, 0, At(6) + kGroup) + more)));
  };
  EXPECT_EQ(judged(Effect(6.1, 0) + Effect(6.2, 1) + Commit(6.3, 2)), (Counts{{"expired", 3}}));
  EXPECT_EQ(judged(Effect(6.2, 1) + Commit(6.3, 2)), (Counts{{"expired", 3}, {"unprocessed", 1}}));
  EXPECT_EQ(judged(Effect(6.1, 0) + Effect(6.15, 0) + Effect(6.2, 1) + Commit(6.3, 2)),
            (Counts{{"expired", 3}, {"reprocessed", 1}}));
}

// Read in both before any effect: nobody knows of which it is.
TEST(MadeAgain, AnEffectOfEitherIsADoubt) {
  const auto both = Assign(0.6, R"(["x",0,0])") + Reads("c", "p", 0, 1, 0, At(1.5) + kGroup) +
                    Assign(3.5, "") + Assign(4, R"(["x",0,0])") +
                    Reads("c", "p", 3, 2, 0, At(6) + kGroup) + Effect(6.1, 0) + Effect(6.2, 1) +
                    Commit(6.3, 2);
  const auto result = Judged(kReadersAsked + MadeAgain(Deletion(2, "3"), both));
  EXPECT_EQ(CountsOf(result), (Counts{{"expired", 3}}));
  EXPECT_EQ(result.verdict, Verdict::kInconclusive);
}

// Asked for before the deletion and answered after it.
TEST(MadeAgain, ACommitThatTookSoLongIsOfNobodyKnowsWhich) {
  auto slow = Commit(3.2, 2);
  slow.insert(slow.find(",\"actor\""), R"(,"asked":1.9)");
  const auto both = Assign(0.6, R"(["x",0,0])") + slow + Assign(3.5, "") +
                    Assign(4, R"(["x",0,0])") + Commit(4.8, 1);
  const auto result = Judged(kReadersAsked + MadeAgain(Deletion(2, "3"), both));
  EXPECT_EQ(CountsOf(result), (Counts{{"expired", 3}}));
  EXPECT_EQ(result.verdict, Verdict::kInconclusive);
}

// Ids say it without a deletion that anybody asked for.
TEST(MadeAgain, IdsTellReadersApart) {
  const std::string old_id = R"(,"topic_id":"a")", new_id = R"(,"topic_id":"b")";
  const auto lines =
      kKept + Sends("p", 0, 5, At(0.5)) + Acks("p", 0, 3, 0, At(1) + old_id) +
      Acks("p", 3, 2, 0, At(5) + new_id) + Assign(0.6, R"(["x",0,0,"a"])") +
      Reads("c", "p", 0, 3, 0, At(1.5) + kGroup + old_id) + Assign(5.5, R"(["x",0,0,"b"])") +
      Reads("c", "p", 3, 2, 0, At(6) + kGroup + new_id) +
      Reads("final", "p", 3, 2, 0, At(9) + kFinal + new_id) + FinalBounds(0, 2, new_id);
  const auto result = Judged(lines);
  EXPECT_EQ(CountsOf(result), Counts());
  EXPECT_THAT(result.doubts, testing::Contains(testing::HasSubstr("has had several ids")));
}

// It stayed assigned and named no ids: nobody looked at what it passed over there.
TEST(MadeAgain, AReaderThatStayedAssignedIsADoubt) {
  const auto both = Assign(0.6, R"(["x",0,0])") + Reads("c", "p", 0, 3, 0, At(1.5) + kGroup) +
                    Reads("c", "p", 4, 1, 1, At(6) + kGroup);
  const auto result = Judged(kReadersAsked + MadeAgain(Deletion(2, "3"), both));
  EXPECT_EQ(CountsOf(result), (Counts{{"expired", 3}}));
  EXPECT_EQ(result.verdict, Verdict::kInconclusive);
  EXPECT_THAT(result.doubts, testing::Contains(testing::HasSubstr("while a reader was assigned")));
}

// It is gone with its topic, so no retention has to explain that.
TEST(MadeAgain, WhatWentWithTheOldTopicAsksForNoRetention) {
  auto lines = MadeAgain(Deletion(2, "3"));
  lines = R"({"event":"require","guarantees":["no-loss"]})"
          "\n"
          R"({"event":"config","acks":"all"})"
          "\n" +
          lines.substr(kKept.size());
  const auto result = Judged(lines);
  EXPECT_EQ(CountsOf(result), (Counts{{"expired", 3}}));
  EXPECT_THAT(result.doubts, testing::Not(testing::Contains(testing::HasSubstr("retention"))));
}

// Its bounds say nothing of either topic, so live reads still tell what stood in the old one.
TEST(MadeAgain, APassOverBothIsAPassOverNeither) {
  const auto old = Reads("m", "p", 0, 1, 0, At(1.2)) + Reads("m", "p", 0, 1, 7, At(1.3));
  const auto in_both = Reads("final", "p", 1, 1, 1, At(1.6) + kFinal);
  EXPECT_EQ(CountsOf(Judged(MadeAgain(Deletion(2, "3"), old)))["duplicated"], 1u);
  EXPECT_EQ(CountsOf(Judged(MadeAgain(Deletion(2, "3"), old + in_both)))["duplicated"], 1u);
}

TEST(MadeAgain, ADeletionThatNamesNothingIsADoubt) {
  const auto result = Judged(kKept + Sends("p", 0, 1, At(0.5)) + Acks("p", 0, 1, 0, At(1)) +
                             Reads("final", "p", 0, 1, 0, At(9) + kFinal) + Deletion(2, "3", "") +
                             FinalBounds(0, 1));
  EXPECT_EQ(result.verdict, Verdict::kInconclusive);
  EXPECT_THAT(result.doubts, testing::Contains(testing::HasSubstr("names no topic")));
}

// The final reader came a minute after the ack, and found an empty log.
TEST(Retention, WhatWasGoneWhenSomebodyLookedIsJudgedByThatTime) {
  const auto lines = [](const std::string& close) {
    return R"({"event":"config","topic":"x","retention.ms":1000,"retention.bytes":-1})"
           "\n" +
           Sends("p", 0, 1, At(0.5)) + Acks("p", 0, 1, 0, At(1)) +
           R"({"event":"actor","t":0.1,"actor":"final","op":"open"})"
           "\n" +
           FinalBounds(1, 1, R"(,"actor":"final")") +
           fmt::format(R"({{"event":"actor","t":{},"actor":"final","op":"close"}})"
                       "\n",
                       close);
  };
  EXPECT_EQ(CountsOf(Judged(lines("60"))), (Counts{{"expired", 1}}));
  EXPECT_EQ(CountsOf(Judged(lines("1.2"))), (Counts{{"lost", 1}}));
}

// -- sizes: four records of which two are below the log's start
std::string Small(int retention_bytes, const std::string& send, const std::string& more = "",
                  const std::string& config = R"(,"compression.type":"uncompressed")") {
  return fmt::format(
             R"({{"event":"config","topic":"x","retention.ms":604800000,"retention.bytes":{}{}}})"
             "\n",
             retention_bytes, config) +
         Sends("p", 0, 4, At(0.5) + send) + Acks("p", 0, 4, 0, At(1)) + more +
         Reads("final", "p", 2, 2, 2, At(9) + kFinal) + FinalBounds(2, 4);
}

const std::string kHundred = R"(,"bytes":100)";

// Two offsets of 100 + 61 + 46 bytes.
TEST(LogSize, BelowRetentionBytesNothingIsExcused) {
  EXPECT_EQ(CountsOf(Judged(Small(415, kHundred))), (Counts{{"lost", 2}}));
  EXPECT_EQ(CountsOf(Judged(Small(414, kHundred))), (Counts{{"expired", 2}}));
}

TEST(LogSize, WhatIsNotKnownExcusesAll) {
  EXPECT_EQ(CountsOf(Judged(Small(1'000'000, ""))), (Counts{{"expired", 2}}));
  const std::string foreign =
      R"({"event":"read","t":2,"actor":"m","topic":"x","partition":0,"offset":1,"origin":null})"
      "\n";
  EXPECT_EQ(CountsOf(Judged(Small(1'000'000, kHundred, foreign))), (Counts{{"expired", 2}}));
  EXPECT_EQ(CountsOf(Judged(Small(1'000'000, kHundred, Sends("q", 0, 1, At(0.5))))),
            (Counts{{"expired", 2}}));
  EXPECT_EQ(CountsOf(Judged(R"({"event":"actor","t":0,"actor":"p","op":"open"})"
                            "\n" +
                            Small(1'000'000, kHundred)))["expired"],
            2u);
}

TEST(LogSize, HeadersUnknownSendsAndCompressionTakeRoom) {
  EXPECT_EQ(CountsOf(Judged(Small(434, R"(,"bytes":100,"headers":1)"))), (Counts{{"expired", 2}}));
  EXPECT_EQ(CountsOf(Judged(Small(435, R"(,"bytes":100,"headers":1)"))), (Counts{{"lost", 2}}));
  const auto unknown = Sends("p", 4, 1, At(0.5) + kHundred);
  EXPECT_EQ(CountsOf(Judged(Small(621, kHundred, unknown))), (Counts{{"expired", 2}}));
  EXPECT_EQ(CountsOf(Judged(Small(622, kHundred, unknown))), (Counts{{"lost", 2}}));
  // 207 bytes, 1 % and 64 bytes more: 546 for two.
  EXPECT_EQ(CountsOf(Judged(Small(546, kHundred, "", ""))), (Counts{{"expired", 2}}));
  EXPECT_EQ(CountsOf(Judged(Small(547, kHundred, "", ""))), (Counts{{"lost", 2}}));
}

// The topic's own compression rules, unless it leaves that to its producers.
TEST(LogSize, WhoCompressesIsTheTopicOrTheProducer) {
  const std::string plain = R"({"event":"config","origin":"p","compression.type":"none"})"
                            "\n";
  EXPECT_EQ(CountsOf(Judged(plain + Small(415, kHundred, "", ""))), (Counts{{"lost", 2}}));
  EXPECT_EQ(CountsOf(Judged(plain + Small(415, kHundred, "", R"(,"compression.type":"producer")"))),
            (Counts{{"lost", 2}}));
  EXPECT_EQ(CountsOf(Judged(plain + Small(546, kHundred, "", R"(,"compression.type":"zstd")"))),
            (Counts{{"expired", 2}}));
}

}  // namespace
}  // namespace kproof

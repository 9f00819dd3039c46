// Which of the topics of one name a fact is about: by its id, by the deletions around it, by what
// brokers answered before and after it.
#include "audit/judge/topics/topic_eras.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audit/judge/records/stream_parts.h"
#include "tests/unit/audit/history.h"

namespace kproof {
namespace {

constexpr auto kUnknown = TopicEras::kUnknown;

When Once(RunMicros at) { return {at, at}; }

TEST(TopicEras, LieBetweenDeletions) {
  TopicEras eras;
  eras.Delete(10, 20);
  eras.Close();
  EXPECT_EQ(eras.Of("", Once(9)), 0);
  EXPECT_EQ(eras.Of("", Once(21)), 1);
  for (const RunMicros at : {10, 15, 20}) EXPECT_EQ(eras.Of("", Once(at)), kUnknown) << at;
  EXPECT_EQ(eras.Of("", {9, 21}), kUnknown);
  EXPECT_EQ(eras.Of("", {9, 9, false}), kUnknown);
  EXPECT_EQ(eras.AtTheEnd(), 1);
  EXPECT_EQ(eras.First(Once(9)), 0);
  EXPECT_EQ(eras.First(Once(21)), kUnknown);
  EXPECT_TRUE(eras.Deleted(0));
  EXPECT_FALSE(eras.Deleted(1));
  EXPECT_EQ(eras.From(0), std::nullopt);
  EXPECT_EQ(eras.To(0), 10);
  EXPECT_EQ(eras.From(1), 20);
  EXPECT_EQ(eras.To(1), std::nullopt);
  EXPECT_FALSE(eras.ThereBy(1, Once(20)));
  EXPECT_TRUE(eras.ThereBy(1, Once(21)));
}

TEST(TopicEras, EndWithADeletionThatNobodyMadeGood) {
  TopicEras eras;
  eras.Delete(10, std::nullopt);
  eras.Close();
  EXPECT_EQ(eras.Of("", Once(9)), 0);
  EXPECT_EQ(eras.Of("", Once(99)), kUnknown);
  EXPECT_EQ(eras.AtTheEnd(), kUnknown);
}

TEST(TopicEras, AnIdSaysItAtAnyTime) {
  TopicEras eras;
  eras.Delete(10, 20);
  eras.Observe("a", 5);
  eras.Observe("b", 25);
  eras.Close();
  const auto a = eras.Of("a", Once(99));
  const auto b = eras.Of("b", Once(1));
  EXPECT_NE(a, b);
  EXPECT_EQ(eras.Of("", Once(5)), a);
  EXPECT_EQ(eras.Of("", Once(21)), b);
  EXPECT_TRUE(eras.Deleted(a));
  EXPECT_FALSE(eras.Deleted(b));
  EXPECT_FALSE(eras.Survived(a));
}

TEST(TopicEras, ATopicThatIsSeenAgainOutlivedItsDeletion) {
  TopicEras eras;
  eras.Delete(10, 20);
  eras.Observe("a", 5);
  eras.Observe("a", 25);
  eras.Close();
  EXPECT_TRUE(eras.Survived(eras.Of("a", Once(5))));
  EXPECT_FALSE(eras.Deleted(eras.Of("a", Once(5))));
}

// Of several ids in one era the one that was answered before, if it was answered after too.
TEST(TopicEras, BrokersAnswersTellIdsOfOneEraApart) {
  TopicEras eras;
  eras.Delete(10, 20);
  eras.Observe("a", 5);
  eras.Observe("b", 30);
  eras.Observe("b", 40);
  eras.Observe("c", 50);
  eras.Close();
  const auto b = eras.Of("b", Once(0));
  EXPECT_EQ(eras.Of("", Once(35)), b);
  EXPECT_EQ(eras.Of("", Once(45)), kUnknown) << "the next answer names c";
  EXPECT_EQ(eras.Of("", Once(55)), eras.Of("c", Once(0)));
  EXPECT_EQ(eras.Of("", Once(25)), kUnknown) << "the last answer was of another era";
  EXPECT_EQ(eras.Of("", {55, 55, false}), kUnknown);
}

TEST(TopicEras, AnAnswerOfAnotherEraSaysNothing) {
  TopicEras eras;
  eras.Delete(10, 20);
  eras.Observe("a", 5);
  eras.See("b", Once(30));
  eras.See("c", Once(40));
  eras.Close();
  EXPECT_EQ(eras.Of("", Once(35)), kUnknown);
  EXPECT_EQ(eras.Of("", Once(5)), eras.Of("a", Once(35)));
}

// It was planned, and the run ended before it.
TEST(TopicEras, ADeletionThatNeverBeganDeletesNothing) {
  for (const bool began : {true, false}) {
    HistoryOf h;
    h.Acks(0, 3, 0).FinalBounds(0, 0);
    FaultFact fault;
    fault.fault = "delete-topic";
    fault.failure_class = "deletion";
    fault.topics = {"payments"};
    if (began) fault.from = fault.to = Micros(2);
    h.writer().Put(fault);
    EXPECT_EQ(Found(h.Judge()), (Counts{{began ? "expired" : "lost", 3}}));
  }
}

TEST(StreamParts, IdsOfWordsGoBeforeIdsOfReads) {
  StreamParts parts;
  parts.TakeWord({0, 2}, 1, false);
  parts.TakeRead({0, 3}, 2, true);
  parts.TakeRead({2, 4}, 3, false);
  parts.TakeWord({1, 2}, 4, true);
  parts.Close(6);
  EXPECT_EQ(parts.Of(0), 2);
  EXPECT_EQ(parts.Of(1), 4);
  EXPECT_EQ(parts.Of(2), 2);
  EXPECT_EQ(parts.Of(3), 3);
  EXPECT_EQ(parts.Of(4), kUnknown) << "sent, and never heard of again";
  EXPECT_EQ(parts.Of(5), kUnknown);
  EXPECT_EQ(parts.sent(), 6u);
}

TEST(StreamParts, ReadersThatDisagreeSayNothing) {
  StreamParts parts;
  parts.TakeRead({0, 3}, 1, true);
  parts.TakeRead({1, 2}, 2, true);
  parts.TakeRead({4, 5}, kUnknown, false);
  parts.Close(3);
  EXPECT_EQ(parts.Of(0), 1);
  EXPECT_EQ(parts.Of(1), kUnknown);
  EXPECT_EQ(parts.Of(2), 1);
  EXPECT_EQ(parts.Of(4), kUnknown);
}

}  // namespace
}  // namespace kproof

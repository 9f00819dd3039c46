// Time from an ack to the first live read of that record.
#include "reports/run_page/readable.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kproof {
namespace {

constexpr std::int64_t kProducer = 1, kReader = 2, kSlowReader = 3, kUntimed = 4;
constexpr std::int64_t kStream = 7, kUntimedStream = 8;

ActorRow Actor(std::int64_t id, bool timed) {
  ActorRow actor;
  actor.id = id;
  actor.timed = timed;
  return actor;
}

StreamRow Stream(std::int64_t id, std::int64_t actor) {
  StreamRow stream;
  stream.id = id;
  stream.actor = actor;
  return stream;
}

RunMicros At(double seconds) { return static_cast<RunMicros>(seconds * 1e6); }

class Readable : public ::testing::Test {
 protected:
  Readable()
      : times_({Actor(kProducer, true), Actor(kReader, true), Actor(kSlowReader, true),
                Actor(kUntimed, false)},
               {Stream(kStream, kProducer), Stream(kUntimedStream, kUntimed)}) {}

  void Ack(std::uint64_t first, std::uint64_t count, double from_s, double to_s,
           std::int64_t stream = kStream, Outcome outcome = Outcome::kAcked) {
    SettledRow row;
    row.stream = stream;
    row.outcome = outcome;
    row.first_sequence = first;
    row.count = count;
    row.from = At(from_s);
    row.to = At(to_s);
    times_.Take(row);
  }
  void Read(std::uint64_t first, std::uint64_t count, double from_s, double to_s,
            std::int64_t actor = kReader, Pass pass = Pass::kLive) {
    ReadRow row;
    row.stream = kStream;
    row.actor = actor;
    row.pass = pass;
    row.first_sequence = first;
    row.count = count;
    row.from = At(from_s);
    row.to = At(to_s);
    times_.Take(row);
  }
  // Records, and the shortest and longest time.
  struct Sum {
    std::uint64_t records = 0;
    std::int64_t least = INT64_MAX, most = -1;
  };
  Sum All() {
    Sum sum;
    times_.Each([&](const ReadableTimes::Took& took) {
      sum.records += took.times;
      sum.least = std::min(sum.least, took.micros);
      sum.most = std::max(sum.most, took.micros);
    });
    return sum;
  }

  ReadableTimes times_;
};

TEST_F(Readable, AnEvenFlowIsMeasuredWithinItsSpans) {
  Ack(0, 1001, 1.0, 2.0);
  Read(0, 1001, 1.25, 2.25);
  const auto sum = All();
  EXPECT_EQ(sum.records, 1001u);
  EXPECT_NEAR(static_cast<double>(sum.least), 250'000, 1);
  EXPECT_NEAR(static_cast<double>(sum.most), 250'000, 1);
}

// Spans that begin before a record, and do not hold it, hide none that does.
TEST_F(Readable, TheFirstOfManyReadersCounts) {
  Ack(0, 1'000, 1.0, 1.0);
  Read(0, 1'000, 2.0, 2.0);
  for (std::uint64_t begin = 1; begin < 1'000; begin += 10) Read(begin, 1, 9.0, 9.0, kSlowReader);
  const auto sum = All();
  EXPECT_EQ(sum.records, 1'000u);
  EXPECT_EQ(sum.most, 1'000'000);
}

TEST_F(Readable, ReadsInOtherSpansThanTheAcks) {
  Ack(0, 100, 1.0, 1.99);
  Read(0, 50, 2.0, 2.0);
  Read(50, 50, 5.0, 5.0);
  const auto sum = All();
  EXPECT_EQ(sum.records, 100u);
  EXPECT_LT(sum.least, At(1));
  EXPECT_GT(sum.most, At(3));
}

TEST_F(Readable, TheFirstReaderCounts) {
  Ack(0, 4, 1, 1);
  Read(0, 4, 9, 9, kSlowReader);
  Read(0, 4, 2, 2);
  EXPECT_EQ(All().most, At(1));
}

TEST_F(Readable, AReadBeforeTheAckTookNoTime) {
  Ack(0, 4, 2, 2);
  Read(0, 4, 1, 1);
  EXPECT_EQ(All().most, 0);
}

TEST_F(Readable, WhatNoLiveReaderGotIsNotCounted) {
  Ack(0, 10, 1, 1);
  Ack(10, 10, 1, 1, kStream, Outcome::kFailed);
  Read(0, 5, 2, 2);
  Read(5, 15, 3, 3, kReader, Pass::kFinal);
  EXPECT_LE(All().records, 6u);
}

TEST_F(Readable, TimesThatOrderOnlyTheirOwnFactsAreNotCompared) {
  Ack(0, 10, 1, 1);
  Ack(0, 10, 1, 1, kUntimedStream);
  Read(0, 10, 2, 2, kUntimed);
  EXPECT_EQ(All().records, 0u);
}

}  // namespace
}  // namespace kproof

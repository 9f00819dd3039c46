#include "audit/facts/tracker.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "harness/base/random.h"

namespace kproof {
namespace {

using Spans = std::vector<std::pair<std::uint32_t, SettledSpan>>;

SettleTracker::Emit Into(Spans& spans) {
  return
      [&spans](std::uint32_t stream, const SettledSpan& span) { spans.emplace_back(stream, span); };
}

TEST(SettleTracker, ConsecutiveRecordsBecomeOneSpan) {
  Spans spans;
  SettleTracker tracker(Into(spans));
  for (int i = 0; i < 100; ++i)
    tracker.Settle(3, 7 + i, Outcome::kAcked, 1000 + 2 * i, 0, 1'000'000,
                   1'000'500 + i * 10'000 / 2);
  EXPECT_TRUE(spans.empty());
  tracker.Flush();
  ASSERT_EQ(spans.size(), 1u);
  const auto& [stream, span] = spans[0];
  EXPECT_EQ(stream, 3u);
  EXPECT_EQ(span.first_sequence, 7u);
  EXPECT_EQ(span.count, 100u);
  EXPECT_EQ(span.offsets.first(), 1000);
  EXPECT_EQ(span.offsets.last(), 1198);
  EXPECT_EQ(span.offsets.count(), 100u);
  EXPECT_EQ(span.from, 1'000'500);
  EXPECT_EQ(span.to, 1'495'500);
  EXPECT_EQ(span.latency.count(), 100u);
  EXPECT_EQ(span.pulse.low, (std::uint64_t{1} << 50) - 1);
  Digest digest;
  for (int i = 0; i < 100; ++i) digest.Add(7 + static_cast<std::uint64_t>(i), 1000 + 2 * i);
  EXPECT_EQ(span.digest, digest);
}

struct Break {
  const char* name;
  std::uint64_t sequence;
  Outcome outcome;
  std::int64_t offset;
  std::int32_t error;
  RunMicros now;
};

class SettleTrackerBreaks : public testing::TestWithParam<Break> {};

// After sequence 0 acked at offset 10, time 0.5 s.
TEST_P(SettleTrackerBreaks, TheSpan) {
  Spans spans;
  SettleTracker tracker(Into(spans));
  tracker.Settle(0, 0, Outcome::kAcked, 10, 0, 0, 500'000);
  const auto& next = GetParam();
  tracker.Settle(0, next.sequence, next.outcome, next.offset, next.error, 0, next.now);
  tracker.Flush();
  ASSERT_EQ(spans.size(), 2u);
  EXPECT_EQ(spans[1].second.first_sequence, next.sequence);
  EXPECT_EQ(spans[1].second.outcome, next.outcome);
  EXPECT_EQ(spans[1].second.error, next.error);
}

INSTANTIATE_TEST_SUITE_P(All, SettleTrackerBreaks,
                         testing::Values(Break{"gap", 2, Outcome::kAcked, 11, 0, 500'000},
                                         Break{"again", 0, Outcome::kAcked, 11, 0, 500'000},
                                         Break{"outcome", 1, Outcome::kUnknown, -1, -192, 500'000},
                                         Break{"offset_below", 1, Outcome::kAcked, 9, 0, 500'000},
                                         Break{"offset_same", 1, Outcome::kAcked, 10, 0, 500'000},
                                         Break{"no_offset", 1, Outcome::kAcked, -1, 0, 500'000},
                                         Break{"next_second", 1, Outcome::kAcked, 11, 0, 1'000'000},
                                         Break{"back_in_time", 1, Outcome::kAcked, 11, 0, 400'000}),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(SettleTracker, DifferentErrorsAreDifferentSpans) {
  Spans spans;
  SettleTracker tracker(Into(spans));
  tracker.Settle(0, 0, Outcome::kUnknown, -1, -192, 0, 1);
  tracker.Settle(0, 1, Outcome::kUnknown, -1, -195, 0, 1);
  tracker.Flush();
  EXPECT_EQ(spans.size(), 2u);
}

TEST(SettleTracker, FlushOlderThanLeavesTheRunningSecond) {
  Spans spans;
  SettleTracker tracker(Into(spans));
  tracker.Settle(0, 0, Outcome::kAcked, 0, 0, 0, 900'000);
  tracker.Settle(1, 0, Outcome::kAcked, 0, 0, 0, 1'100'000);
  tracker.FlushOlderThan(999'999);
  EXPECT_TRUE(spans.empty());
  tracker.FlushOlderThan(1'100'000);
  ASSERT_EQ(spans.size(), 1u);
  EXPECT_EQ(spans[0].first, 0u);
}

// Any history of settles comes out again record by record, and every span keeps the rules of
// facts.h.
TEST(SettleTracker, RandomHistoriesComeOutAgain) {
  using Record = std::tuple<std::uint32_t, std::uint64_t, Outcome, std::int64_t, std::int32_t>;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Random random(seed);
    std::multiset<Record> in, out;
    Spans spans;
    SettleTracker tracker(Into(spans));
    std::map<std::uint32_t, std::uint64_t> next;
    RunMicros now = static_cast<RunMicros>(random.Below(3'000'000));
    std::int64_t offset = 0;
    for (int i = 0; i < 300; ++i) {
      const auto stream = static_cast<std::uint32_t>(random.Below(3));
      if (random.Below(10) == 0) next[stream] += random.Below(4);
      now += static_cast<RunMicros>(random.Below(10'000));
      offset += 1 + static_cast<std::int64_t>(random.Below(2));
      const bool acked = random.Below(8) != 0;
      const Record record{
          stream, next[stream]++, acked ? Outcome::kAcked : Outcome::kUnknown,
          acked && random.Below(20) != 0 ? (random.Below(15) == 0 ? offset / 2 : offset) : -1,
          acked ? 0 : -192 - static_cast<int>(random.Below(2))};
      in.insert(record);
      const auto& [s, sequence, outcome, at, error] = record;
      tracker.Settle(s, sequence, outcome, at, error, now - 100, now);
      if (random.Below(10) == 0) tracker.FlushOlderThan(now);
    }
    tracker.Flush();
    for (const auto& [stream, span] : spans) {
      ASSERT_EQ(span.from / 1'000'000, span.to / 1'000'000);
      const auto offsets = span.offsets.Decode();
      ASSERT_TRUE(offsets.empty() || offsets.size() == span.count);
      ASSERT_TRUE(std::is_sorted(offsets.begin(), offsets.end()));
      for (std::uint64_t i = 0; i < span.count; ++i)
        out.insert({stream, span.first_sequence + i, span.outcome,
                    offsets.empty() ? -1 : offsets[i], span.error});
    }
    ASSERT_EQ(in, out) << "seed " << seed;
  }
}

TEST(ReadTracker, ProducersOfOnePartitionHaveSpansOfTheirOwn) {
  std::map<std::uint32_t, std::vector<ReadSpan>> by_origin;
  ReadTracker tracker([&](std::uint32_t place, const ReadSource& source, const ReadSpan& span) {
    EXPECT_EQ(place, 5u);
    by_origin[source.origin].push_back(span);
  });
  for (std::uint64_t i = 0; i < 50; ++i)
    for (std::uint32_t origin : {1u, 2u})
      tracker.Read(5, {.origin = origin, .life = 0, .sent_partition = 5}, i,
                   static_cast<std::int64_t>(2 * i + origin), 10, 100);
  tracker.Flush();
  ASSERT_EQ(by_origin.size(), 2u);
  for (const auto& [origin, spans] : by_origin) {
    ASSERT_EQ(spans.size(), 1u);
    EXPECT_EQ(spans[0].count, 50u);
    EXPECT_EQ(spans[0].offsets.first(), origin);
  }
}

TEST(ReadTracker, ARepeatedReadIsASpanOfItsOwn) {
  std::vector<ReadSpan> spans;
  ReadTracker tracker(
      [&](std::uint32_t, const ReadSource&, const ReadSpan& span) { spans.push_back(span); });
  tracker.Read(0, {.origin = 1}, 0, 0, 0, 0);
  tracker.Read(0, {.origin = 1}, 1, 1, 0, 0);
  tracker.Read(0, {.origin = 1}, 1, 2, 0, 0);
  tracker.Flush();
  ASSERT_EQ(spans.size(), 2u);
  EXPECT_EQ(spans[1].first_sequence, 1u);
  EXPECT_EQ(spans[1].offsets.first(), 2);
}

}  // namespace
}  // namespace kproof

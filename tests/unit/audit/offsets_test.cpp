#include "audit/facts/offsets.h"

#include <gtest/gtest.h>

#include "harness/base/error.h"
#include "harness/base/random.h"

namespace kproof {
namespace {

OffsetRun Of(const std::vector<std::int64_t>& offsets) {
  OffsetRun run;
  for (auto offset : offsets) run.Push(offset);
  return run;
}

OffsetRun Again(const OffsetRun& run) {
  return OffsetRun::Unpack(run.empty() ? 0 : run.first(), run.empty() ? 0 : run.last(), run.count(),
                           run.Pack());
}

TEST(OffsetRun, ContiguousOffsetsPackToNothing) {
  const auto run = Of({7, 8, 9, 10});
  EXPECT_TRUE(run.contiguous());
  EXPECT_EQ(run.Pack(), "");
  EXPECT_EQ(Again(run), run);
  EXPECT_EQ(Again(OffsetRun()), OffsetRun());
}

TEST(OffsetRun, TwoProducersThatTakeTurnsCostAQuarterByteARecord) {
  OffsetRun run;
  for (std::int64_t i = 0; i < 2000; ++i) run.Push(2 * i);
  EXPECT_LE(run.Pack().size(), 2000u / 4 + 2);
  EXPECT_EQ(Again(run), run);
}

TEST(OffsetRun, LongRunsWithRareGapsPackAsRuns) {
  OffsetRun run;
  for (std::int64_t i = 0; i < 10'000; ++i) run.Push(i + i / 1000);
  EXPECT_LE(run.Pack().size(), 40u);
  EXPECT_EQ(Again(run), run);
}

TEST(OffsetRun, WhateverWasPushedReadsBack) {
  Random random(11);
  for (int trial = 0; trial < 300; ++trial) {
    std::vector<std::int64_t> offsets;
    auto at = static_cast<std::int64_t>(random.Below(1000));
    const auto spread = 1 + random.Below(trial % 2 == 0 ? 3 : 5'000'000'000);
    for (std::uint64_t i = 0; i < 1 + random.Below(200); ++i) {
      offsets.push_back(at);
      at += 1 + static_cast<std::int64_t>(random.Below(spread));
    }
    const auto run = Of(offsets);
    EXPECT_EQ(run.count(), offsets.size());
    EXPECT_EQ(run.Decode(), offsets);
    EXPECT_EQ(Again(run), run);
    EXPECT_EQ(Again(run).Decode(), offsets);
  }
}

// Runs of every length around the words that offsets are kept in, and gaps of every width.
TEST(OffsetRun, RunsOfEveryLengthReadBack) {
  Random random(12);
  for (int trial = 0; trial < 500; ++trial) {
    std::vector<OffsetRun::Run> runs;
    OffsetRun run;
    auto at = static_cast<std::int64_t>(random.Below(100));
    for (std::uint64_t i = 0; i < 1 + random.Below(12); ++i) {
      runs.push_back({at, 1 + random.Below(random.Below(2) == 0 ? 3 : 400)});
      for (std::uint64_t n = 0; n < runs.back().count; ++n) run.Push(at++);
      at += 1 + static_cast<std::int64_t>(random.Below(random.Below(2) == 0 ? 3 : 400));
    }
    EXPECT_EQ(run.Runs(), runs);
    EXPECT_EQ(run.contiguous(), runs.size() == 1);
    EXPECT_EQ(Again(run), run);
    EXPECT_EQ(Again(run).Runs(), runs);
  }
}

TEST(OffsetRun, ALongRunBehindAGapTakesNoRoom) {
  const std::string packed("\2\1\1\x80\x80\x80\x80\x80\x20", 9);  // 1, gap of 1, 2^40
  const auto last = std::int64_t{1} << 40;
  const auto run = OffsetRun::Unpack(0, last + 1, (std::uint64_t{1} << 40) + 1, packed);
  EXPECT_EQ(run.Runs().at(1), (OffsetRun::Run{2, std::uint64_t{1} << 40}));
  EXPECT_EQ(run.Pack(), packed);
}

TEST(OffsetRun, AnOffsetThatDoesNotAscendIsADefect) {
  auto run = Of({5});
  EXPECT_THROW(run.Push(5), Error);
  EXPECT_THROW(run.Push(4), Error);
}

TEST(OffsetRun, DamageIsAnError) {
  const auto run = Of({1, 3, 4, 9, 11, 12, 13, 20});
  const auto packed = run.Pack();
  EXPECT_THROW(OffsetRun::Unpack(1, 20, 7, packed), Error);
  EXPECT_THROW(OffsetRun::Unpack(1, 19, 8, packed), Error);
  EXPECT_THROW(OffsetRun::Unpack(1, 20, 8, packed.substr(1)), Error);
  EXPECT_THROW(OffsetRun::Unpack(1, 20, 8, packed.substr(0, packed.size() - 1)), Error);
  EXPECT_THROW(OffsetRun::Unpack(1, 20, 8, packed + "x"), Error);
  EXPECT_THROW(OffsetRun::Unpack(1, 20, 8, ""), Error);
  EXPECT_THROW(OffsetRun::Unpack(0, 0, 0, "x"), Error);
}

}  // namespace
}  // namespace kproof

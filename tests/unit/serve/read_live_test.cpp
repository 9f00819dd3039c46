// live.jsonl as a value.
#include "harness/serve/read_live.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/serve/results.h"

namespace kproof {
namespace {

TEST(ReadLive, TakesEachEvent) {
  const auto run =
      ReadLive(std::string(kStream) + kStarted + kSample + kBegan + kEnded +
               R"({"event":"line","at_s":10,"run":"r","text":"healed"})" + "\n" + kVerdict);
  EXPECT_EQ(run.scenario, "leader-kill");
  EXPECT_EQ(run.seed, 7u);
  EXPECT_EQ(run.role, "claim");
  EXPECT_EQ(run.expected_s, 30);
  EXPECT_EQ(run.phase, "steady");
  EXPECT_EQ(run.sample->acked, 290u);
  EXPECT_EQ(run.sample->partitions.at(1).leader, std::nullopt);
  EXPECT_EQ(run.sample->last_read_age_s, std::nullopt);
  ASSERT_EQ(run.faults.size(), 1u);
  EXPECT_EQ(run.faults[0].since_s, 4);
  EXPECT_EQ(run.faults[0].until_s, 9);
  EXPECT_EQ(run.faults[0].bit, true);
  EXPECT_EQ(run.lines.back().second, "healed");
  EXPECT_EQ(run.verdict->verdict, Verdict::kViolation);
  EXPECT_EQ(run.verdict->counts.at("lost"), 3u);
  EXPECT_EQ(run.at_s, 21);
  EXPECT_EQ(run.unreadable, 0u);
}

TEST(ReadLive, ALineThatIsBeingWrittenDoesNotCountYet) {
  const std::string sample = kSample;
  EXPECT_FALSE(ReadLive(sample.substr(0, sample.size() - 1)).sample.has_value());
  EXPECT_EQ(ReadLive(sample.substr(0, sample.size() - 1)).unreadable, 0u);
}

TEST(ReadLive, WhatIsNoLineOfOursIsCountedAndChangesNothing) {
  for (const char* line :
       {"", "{", "[]", "7", "{}", R"({"event":1})", R"({"event":"stream","schema":2})",
        R"({"event":"phase","at_s":1})", R"({"event":"phase","at_s":1,"phase":7})",
        R"({"event":"sample","at_s":1})", R"({"event":"verdict","verdict":"splendid"})",
        R"({"event":"fault_ended","at_s":1,"step":0,"bit":true,"healed":true})",
        R"({"event":"started","scenario":"a","seed":-1,"role":"claim"})"}) {
    const auto run = ReadLive(std::string(line) + "\n");
    EXPECT_EQ(run.unreadable, 1u) << line;
    EXPECT_EQ(run.phase, "");
    EXPECT_FALSE(run.verdict || run.sample);
  }
}

TEST(ReadLive, EventsOfLaterVersionsAreLeftAlone) {
  EXPECT_EQ(ReadLive(R"({"event":"eclipse","at_s":5})"
                     "\n")
                .unreadable,
            0u);
}

TEST(ReadLive, KeepsTheNewestOfWhatGrows) {
  std::string lines;
  for (int i = 0; i < 1'000; ++i)
    lines += R"({"event":"line","at_s":1,"text":")" + std::to_string(i) + "\"}\n";
  const auto run = ReadLive(lines);
  EXPECT_EQ(run.lines.size(), kShownLines);
  EXPECT_EQ(run.lines.back().second, "999");
}

}  // namespace
}  // namespace kproof

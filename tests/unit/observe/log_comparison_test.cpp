// Two logs side by side: what one lacks, holds otherwise or has too many, to the record.
#include "harness/observe/log_comparison.h"

#include <gtest/gtest.h>

#include <deque>

#include "harness/base/random.h"
#include "tests/unit/kafka/batch_builder.h"

namespace kproof {

void PrintTo(const LogDifference& difference, std::ostream* out) {
  constexpr const char* kKinds[] = {"lacks", "differs", "extra", "deleted"};
  *out << kKinds[static_cast<int>(difference.kind)] << ' ' << difference.first_offset << '+'
       << difference.count << " (" << difference.detail << ')';
}

namespace {

using Kind = DifferenceKind;
using Batches = std::vector<std::string>;
using Differences = std::vector<LogDifference>;

// A replica in memory. An empty string is a place where no batch can be read.
class PaperReplica final : public BatchSource {
 public:
  explicit PaperReplica(const Batches& batches, std::int64_t start = 0)
      : batches_(batches.begin(), batches.end()), start_(start) {}

  At Look() override {
    if (batches_.empty()) return At::kEnd;
    if (batches_.front().empty()) return At::kBroken;
    if (batches_.front() == "silent") return At::kSilent;
    batch_ = Parsed(batches_.front());
    return At::kBatch;
  }
  const RecordBatch& batch() const override { return batch_; }
  void Next() override { batches_.pop_front(); }
  void SkipTo(std::int64_t offset) override {
    Next();
    while (Look() == At::kBatch && batch_.last_offset < offset) Next();
  }
  std::int64_t start() const override { return start_; }
  const std::string& why() const override { return why_; }

 private:
  std::deque<std::string> batches_;
  RecordBatch batch_;
  std::int64_t start_;
  std::string why_ = "told why";
};

std::string Batch(std::int64_t offset, std::vector<std::string> values,
                  std::int16_t attributes = 0) {
  return BatchBytes({.base_offset = offset,
                     .values = std::move(values),
                     .attributes = attributes,
                     .base_sequence = static_cast<std::int32_t>(offset)});
}

LogComparison Compared(PaperReplica& replica, const Batches& leader, std::int64_t end,
                       std::int64_t leader_start = 0) {
  LogComparison comparison(replica, end);
  for (const auto& batch : leader) comparison.Take(Parsed(batch), leader_start);
  comparison.Finish(leader_start);
  return comparison;
}

Differences Between(const Batches& leader, const Batches& replica, std::int64_t end = 100) {
  PaperReplica paper(replica);
  const auto comparison = Compared(paper, leader, end);
  EXPECT_EQ(comparison.stopped(), "");
  EXPECT_EQ(comparison.position(), end);
  return comparison.differences();
}

const Batches kLog = {Batch(0, {"a", "b"}), Batch(2, {"c"}), Batch(3, {"d", "e", "f"})};

TEST(LogComparison, EqualLogsDoNotDiffer) {
  EXPECT_EQ(Between(kLog, kLog), Differences{});
  EXPECT_EQ(Between({}, {}), Differences{});
}

TEST(LogComparison, NamesTheRecordThatDiffersInABatch) {
  EXPECT_EQ(Between(kLog, {kLog[0], kLog[1], Batch(3, {"d", "X", "f"})}),
            (Differences{{Kind::kDiffers, 4, 1, ""}}));
  std::string flipped = kLog[2];
  flipped[flipped.find('e', 61)] = 'X';
  EXPECT_EQ(Between(kLog, {kLog[0], kLog[1], flipped}),
            (Differences{{Kind::kDiffers, 4, 1, "its copy fails its own CRC"}}));
  EXPECT_EQ(Between({kLog[0], kLog[1], flipped}, kLog),
            (Differences{{Kind::kDiffers, 4, 1, "the leader's copy fails its own CRC"}}));
}

TEST(LogComparison, ACompressedBatchDiffersAsAWhole) {
  constexpr std::int16_t kZstd = 4;
  EXPECT_EQ(Between({Batch(0, {"a", "b"}, kZstd)}, {Batch(0, {"a", "X"}, kZstd)}),
            (Differences{{Kind::kDiffers, 0, 2, ""}}));
}

TEST(LogComparison, EqualRecordsInAnUnequalFrameCannotBeRead) {
  std::string other_crc = kLog[0];
  other_crc[17] = static_cast<char>(other_crc[17] ^ 1);
  EXPECT_EQ(Between(kLog, {other_crc, kLog[1], kLog[2]}),
            (Differences{{Kind::kDiffers, 0, 2, "its copy fails its own CRC"}}));
}

TEST(LogComparison, LacksAtTheFrontInTheMiddleAndAtTheEnd) {
  EXPECT_EQ(Between(kLog, {kLog[1], kLog[2]}), (Differences{{Kind::kLacks, 0, 2, ""}}));
  EXPECT_EQ(Between(kLog, {kLog[0], kLog[2]}), (Differences{{Kind::kLacks, 2, 1, ""}}));
  EXPECT_EQ(Between(kLog, {kLog[0]}), (Differences{{Kind::kLacks, 2, 4, "told why"}}));
}

TEST(LogComparison, HasTooMany) {
  EXPECT_EQ(Between({kLog[0], kLog[2]}, kLog), (Differences{{Kind::kExtra, 2, 1, ""}}));
  EXPECT_EQ(Between({kLog[1], kLog[2]}, kLog), (Differences{{Kind::kExtra, 0, 2, ""}}));
  EXPECT_EQ(Between({kLog[0]}, kLog), (Differences{{Kind::kExtra, 2, 4, ""}}));
}

TEST(LogComparison, NothingAtOrPastTheEndCounts) {
  EXPECT_EQ(Between({kLog[0]}, kLog, 2), Differences{});
  EXPECT_EQ(Between({kLog[0], kLog[1]}, {kLog[0]}, 2), Differences{});
}

TEST(LogComparison, SameRecordsInBatchesCutOtherwiseAreTheSame) {
  EXPECT_EQ(Between({Batch(0, {"a", "b", "c"}), Batch(3, {"d"})},
                    {Batch(0, {"a"}), Batch(1, {"b", "c", "d"})}),
            Differences{});
  EXPECT_EQ(Between({Batch(0, {"a", "b", "c"}), Batch(3, {"d"})},
                    {Batch(0, {"a"}), Batch(1, {"b", "X", "Y"})}),
            (Differences{{Kind::kDiffers, 2, 2, ""}}));
  EXPECT_EQ(Between({Batch(0, {"a", "b", "c"})}, {Batch(0, {"a"}), Batch(2, {"c"})}),
            (Differences{{Kind::kLacks, 1, 1, ""}}));
}

TEST(LogComparison, WhatTheReplicaAloneDeletedIsNamedAndNothingElseOfIt) {
  PaperReplica later(Batches{kLog[2]}, 3);
  EXPECT_EQ(Compared(later, kLog, 100).differences(), (Differences{{Kind::kDeleted, 0, 3, ""}}));
  PaperReplica all(Batches{}, 9);
  EXPECT_EQ(Compared(all, kLog, 6, 2).differences(), (Differences{{Kind::kDeleted, 2, 4, ""}}));
  PaperReplica earlier(kLog);
  EXPECT_EQ(Compared(earlier, {kLog[2]}, 100, 3).differences(), Differences{});
  PaperReplica within(Batches{kLog[2]}, 2);
  EXPECT_EQ(Compared(within, kLog, 100).differences(),
            (Differences{{Kind::kLacks, 2, 1, ""}, {Kind::kDeleted, 0, 2, ""}}));
}

TEST(LogComparison, GoesOnBehindWhatIsNoBatch) {
  EXPECT_EQ(Between(kLog, {kLog[0], "", kLog[2]}),
            (Differences{{Kind::kDiffers, 2, 1, "told why"}}));
}

TEST(LogComparison, StopsWhereTheReplicaIsSilentAndAccusesNobody) {
  PaperReplica replica(Batches{kLog[0], "silent"});
  const auto comparison = Compared(replica, kLog, 6);
  EXPECT_EQ(comparison.differences(), Differences{});
  EXPECT_EQ(comparison.stopped(), "told why");
  EXPECT_EQ(comparison.position(), 2);
}

// One harm to one record of a random log: exactly that record is named.
TEST(LogComparison, NamesExactlyTheRecordThatWasHarmed) {
  Random random(7);
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random.Below(n)); };
  for (int round = 0; round < 500; ++round) {
    std::vector<std::vector<std::string>> values;
    for (std::size_t i = 0, batches = 1 + below(6); i < batches; ++i)
      values.emplace_back(1 + below(4), std::string(1 + below(30), 'v'));
    const auto harmed_batch = below(values.size());
    const auto harmed_record = below(values[harmed_batch].size());
    Batches leader, replica;
    std::int64_t offset = 0, harmed = -1;
    for (std::size_t i = 0; i < values.size(); ++i) {
      leader.push_back(Batch(offset, values[i]));
      auto changed = values[i];
      if (i == harmed_batch) {
        harmed = offset + static_cast<std::int64_t>(harmed_record);
        changed[harmed_record][below(changed[harmed_record].size())] = 'X';
      }
      replica.push_back(Batch(offset, changed));
      offset += static_cast<std::int64_t>(values[i].size());
    }
    EXPECT_EQ(Between(leader, replica, offset), (Differences{{Kind::kDiffers, harmed, 1, ""}}));
  }
}

}  // namespace
}  // namespace kproof

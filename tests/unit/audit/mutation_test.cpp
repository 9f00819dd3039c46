// Take a clean history, harm one record at random (seeded): the checker must name exactly that
// record and nothing else.
#include <gtest/gtest.h>

#include "harness/base/random.h"
#include "tests/unit/audit/history.h"

namespace kproof {
namespace {

constexpr std::uint64_t kMutated = 200;

// The clean history's final pass with record `victim` left to the caller.
void ReadAround(HistoryOf& history, std::uint64_t victim) {
  history.Acks(0, kMutated, 0);
  if (victim > 0) history.Reads(Pass::kFinal, 0, victim, 0);
  if (victim + 1 < kMutated) {
    history.Reads(Pass::kFinal, victim + 1, kMutated - victim - 1,
                  static_cast<std::int64_t>(victim) + 1);
  }
}

void ExpectExactly(HistoryOf& history, const std::string& check, std::uint64_t victim) {
  const auto result = history.Judge();
  ASSERT_EQ(result.findings.size(), 1u) << result.reason;
  EXPECT_EQ(result.findings[0].check, check);
  EXPECT_EQ(result.findings[0].count, 1u);
  ASSERT_EQ(result.findings[0].examples.size(), 1u);
  EXPECT_EQ(result.findings[0].examples[0].seq, victim);
  EXPECT_EQ(result.findings[0].examples[0].origin, "checkout-0");
  EXPECT_EQ(result.verdict, Verdict::kViolation);
}

class Mutation : public ::testing::TestWithParam<std::uint64_t> {
 protected:
  std::uint64_t victim_ = Random(GetParam()).Below(kMutated);
  HistoryOf history_;
};

TEST_P(Mutation, ADroppedRecordIsLost) {
  ReadAround(history_, victim_);
  history_.FinalBounds(0, kMutated);
  ExpectExactly(history_, "lost", victim_);
}

TEST_P(Mutation, ADoubledRecordIsDuplicated) {
  history_.Acks(0, kMutated, 0)
      .Reads(Pass::kFinal, 0, kMutated, 0)
      .Reads(Pass::kFinal, victim_, 1, kMutated);
  history_.FinalBounds(0, kMutated + 1);
  ExpectExactly(history_, "duplicated", victim_);
}

TEST_P(Mutation, AMovedRecordIsMisplacedAndStandsLate) {
  if (victim_ == kMutated - 1) victim_ = 0;
  ReadAround(history_, victim_);
  history_.Reads(Pass::kFinal, victim_, 1, kMutated).FinalBounds(0, kMutated + 1);
  const auto result = history_.Judge();
  ASSERT_EQ(result.findings.size(), 2u);
  for (const auto& finding : result.findings) {
    EXPECT_TRUE(finding.check == "misplaced" || finding.check == "reordered") << finding.check;
    EXPECT_EQ(finding.count, 1u);
    EXPECT_EQ(finding.examples.at(0).seq, victim_);
  }
}

TEST_P(Mutation, AFlippedRecordIsCorrupt) {
  history_.Acks(0, kMutated, 0).Reads(Pass::kFinal, 0, kMutated, 0).FinalBounds(0, kMutated);
  history_.Corrupt(victim_, static_cast<std::int64_t>(victim_));
  ExpectExactly(history_, "corrupt", victim_);
}

INSTANTIATE_TEST_SUITE_P(Seeds, Mutation, ::testing::Range<std::uint64_t>(1, 13));

}  // namespace
}  // namespace kproof

// A guarantee that B broke and A kept: one trial is enough, and no other rule applies.
#include "harness/compare/broken_promises.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/compare/synthetic.h"

namespace kproof {
namespace {

using testing::HasSubstr;

ComparedTrial& Break(ComparedSide& side, std::size_t cell, const std::string& guarantee) {
  auto& trial = side.cells[cell].trials[1];
  trial.verdict = Verdict::kViolation;
  trial.broken.insert(guarantee);
  trial.found["lost"] = 1;
  return trial;
}

class BrokenPromises : public testing::Test {
 protected:
  Random random_{1};
  ComparedSide a_ = SyntheticSide(random_, 2, 0.1), b_ = SyntheticSide(random_, 2, 0.1);
};

TEST_F(BrokenPromises, NeedNoStatistics) {
  Break(b_, 3, "no-loss");
  const auto comparison = Compare(a_, b_, {});
  ASSERT_EQ(comparison.broken.size(), 1u);
  const auto& broken = comparison.broken[0];
  EXPECT_EQ(broken.cell, "acks=all, fault=cut");
  EXPECT_EQ(broken.guarantee, "no-loss");
  EXPECT_EQ(broken.trials, 1u);
  EXPECT_EQ(broken.of, 2u);
  EXPECT_EQ(broken.seed, 8u);
  EXPECT_FALSE(broken.a_unknown);
  EXPECT_EQ(comparison.verdict, Change::kWorse);
  EXPECT_EQ(ExitCodeOf(comparison), 3);
  EXPECT_THAT(comparison.reason, HasSubstr("no-loss broken in acks=all, fault=cut"));
  EXPECT_EQ(ChangeOf(comparison, "violation"), Change::kUnclear) << "one trial proves no rate";
}

TEST_F(BrokenPromises, AreNoChangeWhereABrokeThemToo) {
  Break(a_, 3, "no-loss");
  Break(b_, 3, "no-loss");
  EXPECT_TRUE(Compare(a_, b_, {}).broken.empty());
  Break(b_, 3, "order");
  ASSERT_EQ(Compare(a_, b_, {}).broken.size(), 1u);
  EXPECT_EQ(Compare(a_, b_, {}).broken[0].guarantee, "order");
  Break(b_, 4, "no-loss");
  EXPECT_EQ(Compare(a_, b_, {}).broken.size(), 2u) << "another cell";
}

TEST_F(BrokenPromises, OfAAreNotKeptByOneTrialOfB) {
  Break(a_, 3, "no-loss");
  const auto comparison = Compare(a_, b_, {});
  EXPECT_TRUE(comparison.broken.empty());
  EXPECT_NE(comparison.verdict, Change::kBetter);
  EXPECT_EQ(ExitCodeOf(comparison), 0);
}

TEST_F(BrokenPromises, CountWhereNothingIsKnownOfA) {
  for (auto& trial : a_.cells[3].trials) trial.verdict = Verdict::kNotRun;
  Break(b_, 3, "no-loss");
  const auto comparison = Compare(a_, b_, {});
  ASSERT_EQ(comparison.broken.size(), 1u);
  EXPECT_TRUE(comparison.broken[0].a_unknown);
  EXPECT_EQ(ExitCodeOf(comparison), 3);
}

TEST_F(BrokenPromises, OfACellThatOnlyBHasAreNoChange) {
  Break(b_, 3, "no-loss");
  a_.cells.erase(a_.cells.begin() + 3);
  const auto comparison = Compare(a_, b_, {});
  EXPECT_TRUE(comparison.broken.empty());
  EXPECT_THAT(comparison.only_b, testing::ElementsAre("acks=all, fault=cut"));
}

}  // namespace
}  // namespace kproof

#include "harness/nemesis/states.h"

#include <gtest/gtest.h>

#include "tests/unit/nemesis/paper_cluster.h"

namespace kproof {
namespace {

class StateOf : public testing::Test {
 protected:
  PartitionInfo& Payments(Situation& situation) { return situation.view.partitions["payments/0"]; }

  PaperCluster cluster_;
  Situation before_ = Quiet(cluster_);
  Situation now_ = Quiet(cluster_);
};

TEST_F(StateOf, LeaderChangedNeedsAnotherLeaderNotJustNone) {
  const auto state = MakeState(
      {"leader of payments/0 changed", "leader of {partition} changed", {"payments/0"}}, before_);
  EXPECT_EQ(state(now_), false);
  Payments(now_).leader = -1;
  EXPECT_EQ(state(now_), false);
  Payments(now_).leader = 3;
  EXPECT_EQ(state(now_), true);
}

TEST_F(StateOf, NoAnswerIsNotNo) {
  const auto state = MakeState(
      {"leader of payments/0 changed", "leader of {partition} changed", {"payments/0"}}, before_);
  EXPECT_EQ(state(Situation{}), std::nullopt);
  EXPECT_THROW(
      MakeState({"leader of payments/0 changed", "leader of {partition} changed", {"payments/0"}},
                Situation{}),
      Error);
}

TEST_F(StateOf, ActiveControllerChanged) {
  const auto state =
      MakeState({"active controller changed", "active controller changed", {}}, before_);
  EXPECT_EQ(state(now_), false);
  now_.view.quorum->leader = -1;
  EXPECT_EQ(state(now_), false);
  now_.view.quorum->leader = 101;
  EXPECT_EQ(state(now_), true);
  now_.view.quorum.reset();
  EXPECT_EQ(state(now_), std::nullopt);
}

TEST_F(StateOf, IsrSizes) {
  const auto full = MakeState(
      {"isr of payments/0 is full", "isr of {partition} is full", {"payments/0"}}, before_);
  const auto two = MakeState(
      {"isr of payments/0 = 2", "isr of {partition} = {n}", {"payments/0", "2"}}, before_);
  const auto below = MakeState(
      {"isr of payments/0 < 3", "isr of {partition} < {n}", {"payments/0", "3"}}, before_);
  EXPECT_EQ(full(now_), true);
  EXPECT_EQ(two(now_), false);
  EXPECT_EQ(below(now_), false);
  Payments(now_).isr = {2, 3};
  EXPECT_EQ(full(now_), false);
  EXPECT_EQ(two(now_), true);
  EXPECT_EQ(below(now_), true);
}

TEST_F(StateOf, UnderReplicatedNeedsAtLeastOneAnswer) {
  const auto state = MakeState({"under-replicated = 0", "under-replicated = 0", {}}, before_);
  EXPECT_EQ(state(now_), true);
  Payments(now_).isr = {2};
  EXPECT_EQ(state(now_), false);
  EXPECT_EQ(state(Situation{}), std::nullopt);
}

TEST_F(StateOf, AckedCountsFromWhereTheWaitBegan) {
  before_.acked = 100;
  const auto state = MakeState({"acked 50 more", "acked {n} more", {"50"}}, before_);
  now_.acked = 149;
  EXPECT_EQ(state(now_), false);
  now_.acked = 150;
  EXPECT_EQ(state(now_), true);
}

}  // namespace
}  // namespace kproof

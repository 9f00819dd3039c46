// One view out of many answers, and which changes are disturbances.
#include "harness/observe/view.h"

#include <gtest/gtest.h>

namespace kproof {
namespace {

PartitionInfo Info(std::int32_t leader, std::int32_t epoch, std::vector<std::int32_t> isr) {
  PartitionInfo info;
  info.topic = "payments";
  info.leader = leader;
  info.leader_epoch = epoch;
  info.replicas = {1, 2, 3};
  info.isr = std::move(isr);
  return info;
}

NodeAnswers Broker(std::int64_t asked_at, const PartitionInfo& info, bool answers = true) {
  NodeAnswers node;
  node.broker = true;
  node.answers = answers;
  node.brokers_asked_at = asked_at;
  node.partitions["payments/0"] = info;
  return node;
}

NodeAnswers Controller(std::int32_t leader, std::int32_t epoch, bool answers = true) {
  NodeAnswers node;
  node.controller = true;
  node.answers = answers;
  node.quorum_asked_at = 5;
  node.quorum = QuorumAnswer{.leader = leader, .epoch = epoch, .high_watermark = -1, .voters = {}};
  return node;
}

std::int32_t LeaderIn(const ClusterView& view) { return view.Find("payments/0")->leader; }

TEST(Merge, TheHighestLeaderEpochWinsOverANewerAnswer) {
  const auto view = Merge({{1, Broker(20, Info(1, 4, {1}))}, {2, Broker(10, Info(2, 5, {2}))}}, {});
  EXPECT_EQ(LeaderIn(view), 2);
  EXPECT_EQ(view.asked_at, 10);
}

TEST(Merge, AmongEqualEpochsTheLeadersOwnAnswerWins) {
  const auto view =
      Merge({{1, Broker(10, Info(1, 4, {1, 2}))}, {2, Broker(20, Info(1, 4, {1, 2, 3}))}}, {});
  EXPECT_EQ(view.Find("payments/0")->isr, (std::vector<std::int32_t>{1, 2}));
}

TEST(Merge, AmongOthersTheNewestWins) {
  const auto view =
      Merge({{2, Broker(30, Info(1, 4, {1}))}, {3, Broker(20, Info(1, 4, {1, 2, 3}))}}, {});
  EXPECT_EQ(view.Find("payments/0")->isr, (std::vector<std::int32_t>{1}));
}

TEST(Merge, ANodeThatIsSilentNowCountsOnlyWhereAllAre) {
  const auto silent = Broker(10, Info(1, 9, {1}), false);
  EXPECT_EQ(LeaderIn(Merge({{1, silent}, {2, Broker(20, Info(2, 5, {2}))}}, {})), 2);
  EXPECT_EQ(LeaderIn(Merge({{1, silent}}, {})), 1);
}

TEST(Merge, APartitionThatNobodyListsAnyMoreHasNoLeader) {
  NodeAnswers empty = Broker(20, {});
  empty.partitions.clear();
  const auto view = Merge({{1, empty}}, {{"payments/0", Info(1, 4, {1, 2, 3})}});
  EXPECT_EQ(LeaderIn(view), -1);
}

TEST(Merge, TheQuorumWithTheHighestEpochWins) {
  const auto view = Merge({{101, Controller(101, 7)}, {102, Controller(102, 8)}}, {});
  EXPECT_EQ(view.quorum->leader, 102);
}

TEST(Merge, AQuorumThatNamesALeaderWinsOverOneThatDoesNot) {
  const auto view = Merge({{101, Controller(102, 8)}, {103, Controller(-1, 8)}}, {});
  EXPECT_EQ(view.quorum->leader, 102);
}

TEST(IsrWatch, AMemberThatLeftUnaskedIsReportedOnce) {
  IsrWatch watch;
  EXPECT_TRUE(watch.Take(1, {Info(1, 4, {1, 2, 3})}, {}).empty());
  const auto lost = watch.Take(1, {Info(1, 4, {1, 2})}, {});
  ASSERT_EQ(lost.size(), 1U);
  EXPECT_EQ(lost[0].partition, "payments/0");
  EXPECT_EQ(lost[0].what, "ISR lost broker 3, now 1 2 (leader 1, epoch 4)");
  EXPECT_TRUE(watch.Take(1, {Info(1, 4, {1, 2})}, {}).empty());
}

TEST(IsrWatch, ExcusedMembersAndLeadersMakeNoDisturbance) {
  for (const int excused : {1, 3}) {
    IsrWatch watch;
    watch.Take(1, {Info(1, 4, {1, 2, 3})}, {});
    EXPECT_TRUE(watch.Take(1, {Info(1, 4, {1, 2})}, {excused}).empty());
    // Nor later, once nobody is excused any more.
    EXPECT_TRUE(watch.Take(1, {Info(1, 4, {1, 2})}, {}).empty());
  }
}

TEST(IsrWatch, WhatAnExcusedLeaderLeavesBehindIsExcusedUnderTheNextLeader) {
  IsrWatch watch;
  watch.Take(1, {Info(1, 4, {1, 2, 3})}, {});
  EXPECT_TRUE(watch.Take(2, {Info(2, 5, {2, 3})}, {1}).empty());
}

TEST(IsrWatch, OnlyTheLeadersOwnWordCountsAndNoOlderEpoch) {
  IsrWatch watch;
  watch.Take(2, {Info(2, 5, {1, 2, 3})}, {});
  EXPECT_TRUE(watch.Take(3, {Info(2, 5, {2})}, {}).empty());  // a follower's
  EXPECT_TRUE(watch.Take(1, {Info(1, 4, {1})}, {}).empty());  // a leader of the past
}

}  // namespace
}  // namespace kproof

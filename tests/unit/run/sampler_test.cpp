// What a sample says of partitions.
#include "harness/run/sampler.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kproof {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

PartitionInfo Partition(int number, int leader, std::vector<std::int32_t> isr) {
  return {.topic = "payments",
          .partition = number,
          .leader = leader,
          .replicas = {1, 2, 3},
          .isr = std::move(isr),
          .elr = {}};
}

ClusterView View(const std::vector<PartitionInfo>& partitions) {
  ClusterView view;
  view.listed[1] = {1, 2, 3};  // broker 1 answers
  for (const auto& info : partitions)
    view.partitions[info.topic + "/" + std::to_string(info.partition)] = info;
  return view;
}

std::vector<std::string> Names(const RunSample& sample) {
  std::vector<std::string> names;
  for (const auto& partition : sample.partitions) names.push_back(partition.name);
  return names;
}

TEST(AddPartitions, ListsTheWorstFirstAndCountsAll) {
  RunSample sample;
  AddPartitions("main",
                View({Partition(0, 1, {1, 2, 3}), Partition(1, 1, {1}), Partition(2, -1, {2})}),
                sample);
  EXPECT_THAT(Names(sample), ElementsAre("payments/2", "payments/1", "payments/0"));
  EXPECT_EQ(sample.partitions[0].leader, std::nullopt);
  EXPECT_EQ(sample.partitions[1].leader, 1);
  EXPECT_EQ(sample.partitions[1].isr, 1U);
  EXPECT_EQ(sample.partitions[1].replicas, 3U);
  EXPECT_EQ(sample.partitions_total, 3U);
  EXPECT_EQ(sample.under_replicated, 2U);
  EXPECT_EQ(sample.leaderless, 1U);
}

TEST(AddPartitions, AreUnknownWhereNoBrokerAnswers) {
  auto view = View({Partition(0, 1, {1, 2, 3})});
  view.listed.clear();
  RunSample sample;
  AddPartitions("main", view, sample);
  EXPECT_EQ(sample.partitions_total, 0U);
}

TEST(AddPartitions, OfAnotherClusterHaveItsName) {
  RunSample sample;
  AddPartitions("main", View({Partition(0, 1, {1, 2, 3})}), sample);
  AddPartitions("east", View({Partition(0, 1, {1, 2})}), sample);
  EXPECT_THAT(Names(sample), ElementsAre("east:payments/0", "payments/0"));
  EXPECT_EQ(sample.partitions_total, 2U);
}

TEST(AddPartitions, ListFewOfMany) {
  std::vector<PartitionInfo> many;
  for (int i = 0; i < 500; ++i) many.push_back(Partition(i, 1, {1, 2, 3}));
  many[321].isr = {1};
  RunSample sample;
  AddPartitions("main", View(many), sample);
  EXPECT_THAT(sample.partitions, SizeIs(kMostPartitions));
  EXPECT_EQ(sample.partitions[0].name, "payments/321");
  EXPECT_EQ(sample.partitions_total, 500U);
}

}  // namespace
}  // namespace kproof

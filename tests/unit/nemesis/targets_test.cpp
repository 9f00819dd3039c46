#include "harness/nemesis/targets.h"

#include <gtest/gtest.h>

#include "tests/unit/nemesis/paper_cluster.h"

namespace kproof {
namespace {

struct Case {
  const char* text;
  const char* pattern;
  std::vector<std::string> args;
  std::vector<int> nodes;
};

void PrintTo(const Case& test, std::ostream* out) { *out << test.text; }

class ResolveOf : public testing::TestWithParam<Case> {};

TEST_P(ResolveOf, NamesTheNodesThatPlayTheRole) {
  PaperCluster cluster;
  const Target target =
      Resolve({GetParam().text, GetParam().pattern, GetParam().args}, Quiet(cluster));
  std::vector<int> nodes;
  for (const Node* node : target.nodes) nodes.push_back(node->id());
  EXPECT_EQ(nodes, GetParam().nodes);
}

INSTANTIATE_TEST_SUITE_P(
    Targets, ResolveOf,
    testing::Values(
        Case{"active controller", "active controller", {}, {103}},
        Case{"all", "all", {}, {1, 2, 3, 101, 102, 103}},
        Case{"broker 3", "broker {n}", {"3"}, {3}}, Case{"brokers", "brokers", {}, {1, 2, 3}},
        Case{"controller 2", "controller {n}", {"2"}, {102}},
        Case{"controllers", "controllers", {}, {101, 102, 103}},
        Case{"followers of payments/0", "followers of {partition}", {"payments/0"}, {3, 1}},
        Case{"isr of payments/0", "isr of {partition}", {"payments/0"}, {2, 3, 1}},
        Case{"leader of payments/0", "leader of {partition}", {"payments/0"}, {2}}));

TEST(Resolve, SaysBothTheRoleAndWhoPlaysIt) {
  PaperCluster cluster;
  EXPECT_EQ(
      Resolve({"leader of payments/0", "leader of {partition}", {"payments/0"}}, Quiet(cluster))
          .name,
      "leader of payments/0 (broker-2)");
}

TEST(Resolve, NoAnswerIsNotNobody) {
  PaperCluster cluster;
  Situation silent;
  silent.cluster = &cluster;
  EXPECT_THROW(Resolve({"leader of payments/0", "leader of {partition}", {"payments/0"}}, silent),
               Error);
  EXPECT_THROW(Resolve({"active controller", "active controller", {}}, silent), Error);
}

TEST(Resolve, APartitionWithoutLeaderHasNoFollowersEither) {
  PaperCluster cluster;
  Situation headless = Quiet(cluster);
  headless.view.partitions["payments/0"].leader = -1;
  EXPECT_THROW(Resolve({"leader of payments/0", "leader of {partition}", {"payments/0"}}, headless),
               Error);
  EXPECT_THROW(
      Resolve({"followers of payments/0", "followers of {partition}", {"payments/0"}}, headless),
      Error);
}

TEST(Resolve, ABrokerThatIsNotThereIsAnError) {
  PaperCluster cluster;
  EXPECT_THROW(Resolve({"broker 9", "broker {n}", {"9"}}, Quiet(cluster)), Error);
  EXPECT_THROW(Resolve({"controller 4", "controller {n}", {"4"}}, Quiet(cluster)), Error);
}

}  // namespace
}  // namespace kproof

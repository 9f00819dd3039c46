// When a cluster is whole, and what is said of one that is not.
#include <gtest/gtest.h>

#include "tests/unit/nemesis/paper_cluster.h"

namespace kproof {
namespace {

using std::chrono::seconds;

class WholeOf : public testing::Test {
 protected:
  WholeOf() {
    for (const Node* node : cluster_.nodes()) {
      view_.answers[node->id()] = true;
      view_.behind[node->id()] = std::chrono::milliseconds(300);
      if (node->broker()) view_.listed[node->id()] = {1, 2, 3};
    }
  }
  // "" when it is whole.
  std::string Missing() {
    std::string missing;
    const bool whole = Whole(cluster_, view_, &missing);
    EXPECT_EQ(whole, missing.empty()) << missing;
    return missing;
  }

  PaperCluster cluster_;
  ClusterView view_ = Quiet(cluster_).view;
};

TEST_F(WholeOf, EverybodyInAndInSync) { EXPECT_EQ(Missing(), ""); }

TEST_F(WholeOf, NamesWhoIsSilent) {
  view_.answers[2] = false;
  view_.answers.erase(103);
  EXPECT_EQ(Missing(), "broker-2 does not answer, controller-103 does not answer");
}

TEST_F(WholeOf, NamesWhoDoesNotFollow) {
  view_.behind[101] = seconds(5);
  view_.behind.erase(3);
  EXPECT_EQ(Missing(),
            "broker-3 does not follow the metadata log, controller-101 does not follow the "
            "metadata log");
}

TEST_F(WholeOf, NamesWhoIsFenced) {
  view_.listed[1] = view_.listed[3] = {1, 3};
  EXPECT_EQ(Missing(), "broker-2 is fenced");
}

TEST_F(WholeOf, NamesPartitionsAndSaysHowManyMore) {
  for (int number = 1; number < 8; ++number) {
    auto info = view_.partitions["payments/0"];
    info.isr = {2, 3};
    view_.partitions["payments/" + std::to_string(number)] = info;
  }
  view_.partitions["payments/0"].leader = -1;
  EXPECT_EQ(Missing(),
            "payments/0 has no leader, payments/1 has 2 of 3 replicas in sync, payments/2 has 2 of "
            "3 replicas in sync, payments/3 has 2 of 3 replicas in sync, payments/4 has 2 of 3 "
            "replicas in sync, payments/5 has 2 of 3 replicas in sync, and 2 more");
}

TEST_F(WholeOf, NeedsAnActiveControllerThatTells) {
  view_.behind.clear();
  EXPECT_EQ(Missing(), "the active controller does not report which nodes follow it");
  view_.quorum.reset();
  EXPECT_EQ(Missing(), "no controller is active");
}

}  // namespace
}  // namespace kproof

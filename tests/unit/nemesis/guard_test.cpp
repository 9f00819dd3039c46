#include "harness/nemesis/guard.h"

#include <gtest/gtest.h>

#include "tests/unit/nemesis/paper_cluster.h"

namespace kproof {
namespace {

class GuardOfThree : public testing::Test {
 protected:
  GuardOfThree() {
    auto& small = situation_.view.partitions["small/0"];
    small.topic = "small";
    small.replicas = {1, 2};
  }
  Target Brokers(const std::vector<int>& ids) {
    Target target{.name = "brokers", .nodes = {}, .hosts = {}, .partitions = {}};
    for (const int id : ids) target.nodes.push_back(&cluster_.node(id));
    return target;
  }

  PaperCluster cluster_;
  Situation situation_ = Quiet(cluster_);
  FaultType kill_ = FindFault("kill");
};

TEST_F(GuardOfThree, RefusesToTakeTheLastReplicaDown) {
  Guard guard(false);
  const Undo one = guard.Claim(kill_, Brokers({1, 3}), situation_);
  try {
    const Undo two = guard.Claim(kill_, Brokers({2}), situation_);
    FAIL() << "nothing is left of small/0";
  } catch (const Error& error) {
    EXPECT_NE(error.Full().find("would leave no replica of "), std::string::npos) << error.Full();
    EXPECT_NE(error.Full().find("destructive: true"), std::string::npos) << error.Full();
  }
}

// However few replicas are left, an agent is none of them.
TEST_F(GuardOfThree, AgentsTakeNoReplicaDown) {
  Guard guard(false);
  const Undo one = guard.Claim(kill_, Brokers({1}), situation_);
  situation_.view.partitions["small/0"].replicas = {1};
  Target agents;
  agents.agents = {situation_.agents.front().process};
  EXPECT_NO_THROW(guard.Claim(kill_, agents, situation_));
}

TEST_F(GuardOfThree, ForgetsWhoIsBack) {
  Guard guard(false);
  { const Undo one = guard.Claim(kill_, Brokers({1}), situation_); }
  EXPECT_NO_THROW(const Undo two = guard.Claim(kill_, Brokers({2}), situation_));
}

// Paused twice by two steps: down until both are over.
TEST_F(GuardOfThree, CountsANodeOnceForEachStep) {
  Guard guard(false);
  const Undo first = guard.Claim(kill_, Brokers({1}), situation_);
  { const Undo second = guard.Claim(kill_, Brokers({1}), situation_); }
  EXPECT_THROW(guard.Claim(kill_, Brokers({2}), situation_), Error);
}

TEST_F(GuardOfThree, ARefusalTakesNobodyDown) {
  Guard guard(false);
  EXPECT_THROW(guard.Claim(kill_, Brokers({1, 2}), situation_), Error);
  EXPECT_NO_THROW(const Undo one = guard.Claim(kill_, Brokers({2}), situation_));
}

TEST_F(GuardOfThree, LetsADestructiveScenarioDoIt) {
  Guard guard(true);
  EXPECT_NO_THROW(const Undo all = guard.Claim(kill_, Brokers({1, 2, 3}), situation_));
}

TEST_F(GuardOfThree, CaresForNodesThatGoDownOnly) {
  Guard guard(false);
  FaultType slow = kill_;
  slow.takes_down = false;
  EXPECT_NO_THROW(const Undo all = guard.Claim(slow, Brokers({1, 2, 3}), situation_));
  EXPECT_NO_THROW(const Undo none = guard.Claim(kill_, Brokers({101, 102, 103}), situation_));
}

}  // namespace
}  // namespace kproof

// Faults that end and freeze processes, done to those of agents: real ones, without a cluster.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>

#include "harness/base/error.h"
#include "harness/fault/fault.h"
#include "tests/unit/fault/child.h"

namespace kproof {
namespace {

using testing::HasSubstr;

constexpr Duration kChildLimit = std::chrono::seconds(10);

Target TargetOf(std::vector<std::shared_ptr<TargetProcess>> agents) {
  return {.name = "clients", .nodes = {}, .agents = std::move(agents)};
}

std::unique_ptr<Fault> Make(const std::string& name, Duration within = kChildLimit,
                            bool endless = true) {
  return FindFault(name).make({.with = {}, .within = within, .endless = endless});
}

// The shell must have come to its trap.
void AwaitTrap() { SleepFor(std::chrono::milliseconds(300)); }

TEST(FaultsOnAgents, AStepWithoutAnEndLeavesThemEnded) {
  const Target target =
      TargetOf({std::make_shared<Child>("billing-0"), std::make_shared<Child>("billing-1")});
  const auto fault = Make("kill");
  Undo undo = fault->Prepare(target);
  EXPECT_EQ(undo.name(), "leave clients ended");
  EXPECT_FALSE(fault->Prove(target).bit);
  EXPECT_THAT(fault->Prove(target).proof, HasSubstr("billing-0: still runs"));
  fault->Inject(target);
  ASSERT_TRUE(WaitUntil([&] { return fault->Prove(target).bit; }, Deadline(kChildLimit)));
  EXPECT_THAT(fault->Prove(target).proof, HasSubstr("billing-1: ended by SIGKILL"));
  undo.Run();
  EXPECT_TRUE(fault->Prove(target).bit);
  EXPECT_TRUE(StaysOn(FindFault("kill"), target, true));
}

TEST(FaultsOnAgents, AStepWithAnEndStartsThemAgain) {
  for (const char* name : {"kill", "stop"}) {
    const Target target = TargetOf({std::make_shared<Child>("checkout-0")});
    const auto fault = Make(name, kChildLimit, false);
    Undo undo = fault->Prepare(target);
    EXPECT_EQ(undo.name(), "start clients again");
    AwaitTrap();
    fault->Inject(target);
    ASSERT_TRUE(WaitUntil([&] { return fault->Prove(target).bit; }, Deadline(kChildLimit)));
    undo.Run();
    EXPECT_FALSE(fault->Prove(target).bit) << "a new process runs";
    EXPECT_FALSE(StaysOn(FindFault(name), target, false));
  }
}

TEST(FaultsOnAgents, OneThatIsNotReadyAgainIsNamed) {
  const Target target = TargetOf({std::make_shared<Child>("checkout-0", "exit 3")});
  ASSERT_TRUE(target.agents.front()->WaitExit(Deadline(kChildLimit)));
  try {
    StartAgain(target, std::chrono::milliseconds(200));
    ADD_FAILURE() << "it is ready";
  } catch (const Error& error) {
    EXPECT_THAT(error.Full(), HasSubstr("checkout-0 was not ready within"));
  }
}

TEST(FaultsOnAgents, StopWaitsForTheirEnd) {
  const Target target = TargetOf({std::make_shared<Child>("checkout-0")});
  const auto fault = Make("stop");
  Undo undo = fault->Prepare(target);
  AwaitTrap();
  fault->Inject(target);
  const auto bite = fault->Prove(target);
  EXPECT_TRUE(bite.bit) << bite.proof;
  EXPECT_EQ(bite.proof, "checkout-0: ended by exit code 0");
  undo.Run();
}

TEST(FaultsOnAgents, OneThatFailedWasNotStopped) {
  const Target target = TargetOf({std::make_shared<Child>("checkout-0", "trap 'exit 70' TERM")});
  const auto fault = Make("stop");
  Undo undo = fault->Prepare(target);
  AwaitTrap();
  fault->Inject(target);
  EXPECT_FALSE(fault->Prove(target).bit);
  undo.Run();
}

TEST(FaultsOnAgents, OneThatDoesNotEndIsNamed) {
  const Target target = TargetOf({std::make_shared<Child>("checkout-0", "trap '' TERM")});
  const auto fault = Make("stop", std::chrono::milliseconds(200));
  Undo undo = fault->Prepare(target);
  AwaitTrap();
  try {
    fault->Inject(target);
    ADD_FAILURE() << "it ended";
  } catch (const Error& error) {
    EXPECT_THAT(error.Full(), HasSubstr("checkout-0 did not end within"));
  }
  undo.Run();
}

TEST(FaultsOnAgents, PauseIsTakenBack) {
  const Target target = TargetOf({std::make_shared<Child>("monitor-0")});
  const auto fault = Make("pause");
  Undo undo = fault->Prepare(target);
  fault->Inject(target);
  ASSERT_TRUE(WaitUntil([&] { return fault->Prove(target).bit; }, Deadline(kChildLimit)));
  undo.Run();
  EXPECT_FALSE(fault->Prove(target).bit);
  EXPECT_FALSE(target.agents.front()->Exit());
  EXPECT_FALSE(StaysOn(FindFault("pause"), target, true));
}

// Else it would bite by what was so before.
TEST(FaultsOnAgents, NothingIsDoneToOneThatHasEnded) {
  const Target target = TargetOf({std::make_shared<Child>("billing-0")});
  target.agents.front()->Signal(SIGKILL);
  ASSERT_TRUE(target.agents.front()->WaitExit(Deadline(kChildLimit)));
  for (const char* fault : {"kill", "pause", "stop"})
    EXPECT_THROW(Make(fault)->Prepare(target), Error);
}

// To the promise a client that ends is no failure of the cluster; what is late because of one is.
TEST(FaultsOnAgents, EndsOfThemAreNoFailureOfTheCluster) {
  const Target agents = TargetOf({std::make_shared<Child>("billing-0")});
  EXPECT_EQ(FailureClassOf(FindFault("kill"), {}, agents), FailureClass::kNone);
  EXPECT_EQ(FailureClassOf(FindFault("stop"), {}, agents), FailureClass::kNone);
  EXPECT_EQ(FailureClassOf(FindFault("pause"), {}, agents), FailureClass::kPause);
  EXPECT_EQ(FailureClassOf(FindFault("cut"), {}, agents), FailureClass::kCut);
  EXPECT_EQ(FailureClassOf(FindFault("kill"), {}, {}), FailureClass::kCrash);
  EXPECT_FALSE(StaysOn(FindFault("kill"), {}, true));
}

// What needs no word of a node may be done to an agent, and nothing else.
TEST(FaultsOnAgents, AreThoseOfProcessesAndOfTheNetwork) {
  std::vector<std::string> names;
  for (const auto& type : Faults())
    if (type.on_agents != OnAgents::kNothing) names.push_back(type.name);
  EXPECT_THAT(names, testing::ElementsAre("bandwidth", "cut", "delay", "duplicate", "half-open",
                                          "kill", "loss", "partition", "pause", "refuse", "reorder",
                                          "reset", "stop"));
}

}  // namespace
}  // namespace kproof

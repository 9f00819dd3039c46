// Agents as targets: what a run says of clients that were killed, stopped and frozen on purpose. An
// agent that a fault ended is no accident, a step with an end starts its next life, and nobody is
// accused of what it may have known.
#include "tests/trouble/user.h"

namespace kproof {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

// Two members of a group beside the load, all of it on one broker.
std::string WithMembers(const std::string& name, const std::string& step) {
  return SmallScenario(name,
                       "consumers:\n"
                       "  billing: {count: 2, config: {auto.offset.reset: earliest, "
                       "session.timeout.ms: 6000, auto.commit.interval.ms: 500}}\n"
                       "steps:\n"
                       "  - {at: 1500ms, " +
                           step + "}\n",
                       "4s");
}

nlohmann::json Ran(const Scratch& scratch, const std::string& name, const std::string& step,
                   std::vector<std::string> more = {}) {
  std::vector<std::string> args = {
      "run",       scratch.Write(name + ".yaml", WithMembers(name, step)),
      "--sandbox", "loopback",
      "--out",     scratch.Out()};
  args.insert(args.end(), more.begin(), more.end());
  const Kproof run(scratch, args);
  run.Code();
  EXPECT_THAT(scratch.Processes(), IsEmpty());
  auto result = ResultOf(LatestRun(scratch));
  const auto& fault = result["faults"][0];
  EXPECT_TRUE(fault["bit"]) << run.Both();
  EXPECT_TRUE(fault["healed"]) << run.Both();
  EXPECT_EQ(fault["problem"], "") << run.Both();
  EXPECT_THAT(fault["nodes"], IsEmpty());
  for (const char* never : {"lost", "phantom", "ghost", "duplicated", "reordered", "misplaced",
                            "unprocessed", "skipped"})
    EXPECT_EQ(result["counts"][never], 0) << never;
  return result;
}

std::string Disturbances(const nlohmann::json& result) { return result["disturbances"].dump(); }

// Its marks know the acks that it took with it, so nothing is in doubt.
TEST(AgentsAsTargets, AKilledProducerLeavesNoDoubt) {
  const Scratch scratch;
  const auto result = Ran(scratch, "producer-killed", "fault: kill, target: producer checkout-1");
  EXPECT_THAT(result["faults"][0]["proof"], HasSubstr("checkout-1: ended by SIGKILL"));
  EXPECT_EQ(result["verdict"], "pass") << result.dump(1);
  EXPECT_THAT(result.dump(), Not(HasSubstr("checkout-1 ended with")));
  EXPECT_THAT(Disturbances(result), Not(HasSubstr("facts of checkout-1 may be missing")));
}

// Each life has a name, a spool and stamps of its own.
TEST(AgentsAsTargets, AStepWithAnEndStartsTheNextLives) {
  const Scratch scratch;
  const auto result = Ran(scratch, "producers-killed",
                          "fault: kill, target: producers, for: 300ms, repeat: 2, every: 1s");
  EXPECT_EQ(result["verdict"], "pass") << result.dump(1);
  EXPECT_THAT(result.dump(), Not(HasSubstr(" ended with")));
  const Kproof query(scratch, {"query", LatestRun(scratch),
                               "SELECT name FROM actor WHERE name LIKE 'checkout-1.%'"});
  EXPECT_EQ(query.Code(), 0) << query.Both();
  for (const char* actor : {"checkout-1.1", "checkout-1.2"})
    EXPECT_THAT(query.Out(), HasSubstr(actor)) << query.Both();
}

// It waits for its acks and closes its spool: nothing is missing, and the run goes on without it.
TEST(AgentsAsTargets, AStoppedProducerIsAPass) {
  const Scratch scratch;
  const auto result = Ran(scratch, "producer-stopped", "fault: stop, target: producer checkout-1");
  EXPECT_EQ(result["verdict"], "pass") << result.dump(1);
  EXPECT_THAT(result["faults"][0]["proof"], HasSubstr("checkout-1: ended by exit code 0"));
  EXPECT_THAT(Disturbances(result), Not(HasSubstr("checkout-1")));
}

TEST(AgentsAsTargets, FrozenClientsGoOn) {
  const Scratch scratch;
  const auto result = Ran(scratch, "clients-frozen", "fault: pause, target: clients, for: 1s");
  EXPECT_EQ(result["verdict"], "pass") << result.dump(1);
  for (const char* agent : {"billing-0", "billing-1", "monitor-0", "checkout-0", "checkout-1"})
    EXPECT_THAT(result["faults"][0]["proof"], HasSubstr(std::string(agent) + ": frozen"));
}

// The final pass has read all of it: what a monitor may have seen besides changes nothing.
TEST(AgentsAsTargets, AKilledMonitorIsAPass) {
  const Scratch scratch;
  const auto result = Ran(scratch, "monitor-killed", "fault: kill, target: monitors");
  EXPECT_EQ(result["verdict"], "pass") << result.dump(1);
  EXPECT_THAT(Disturbances(result), HasSubstr("facts of monitor-0 may be missing"));
}

TEST(AgentsAsTargets, AKilledConsumerAccusesNobody) {
  const Scratch scratch;
  const auto result = Ran(scratch, "consumer-killed", "fault: kill, target: consumer billing-0");
  EXPECT_EQ(result["verdict"], "pass") << result.dump(1);
  EXPECT_THAT(Disturbances(result), HasSubstr("facts of billing-0 may be missing"));
}

// Its audit records have no end, by rights: that is a hole, and no problem of the audit.
TEST(AgentsAsTargets, AKilledConsumerIsNoProblemOfAuditTopics) {
  const Scratch scratch;
  const auto result = Ran(scratch, "audited", "fault: kill, target: consumer billing-0",
                          {"--audit-transport", "topic"});
  EXPECT_THAT(result.dump(), Not(HasSubstr("did not publish all its facts")));
  EXPECT_THAT(Disturbances(result), HasSubstr("facts of billing-0 may be missing"));
}

// The second step comes too late: it must not take what the first one did for its own.
TEST(AgentsAsTargets, OneThatHasEndedIsNotEndedAgain) {
  const Scratch scratch;
  const auto file = scratch.Write(
      "a.yaml", WithMembers("twice",
                            "fault: stop, target: consumers}\n"
                            "  - {at: 2500ms, fault: kill, target: consumer billing-1"));
  const Kproof run(scratch, {"run", file, "--sandbox", "loopback", "--out", scratch.Out()});
  EXPECT_EQ(run.Code(), kExitInconclusive) << run.Both();
  const auto result = ResultOf(LatestRun(scratch));
  EXPECT_TRUE(result["faults"][0]["bit"]) << run.Both();
  EXPECT_THAT(result["reason"], HasSubstr("billing-1 has ended already, by exit code 0"));
}

TEST(AgentsAsTargets, WhatCannotBeDoneToThemIsRefusedBeforeAnythingStarts) {
  const Scratch scratch;
  const auto file = scratch.Write(
      "a.yaml", WithMembers("wiped", "fault: wipe-disk, target: consumer billing-0, for: 1s"));
  const Kproof run(scratch, {"validate", file});
  EXPECT_EQ(run.Code(), kExitUsage);
  EXPECT_THAT(run.Both(), HasSubstr("fault wipe-disk can't be done to 'consumer billing-0'"));
}

}  // namespace
}  // namespace kproof

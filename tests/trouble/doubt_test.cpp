// What keeps a run from a verdict: it ends in order all the same, says "inconclusive", and names
// the reason.
#include <csignal>
#include <fstream>

#include "tests/trouble/user.h"

namespace kproof {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;

nlohmann::json Inconclusive(const Scratch& scratch, const Kproof& run) {
  EXPECT_EQ(run.Code(), kExitInconclusive) << run.Both();
  EXPECT_THAT(scratch.Processes(), IsEmpty());
  auto result = ResultOf(LatestRun(scratch));
  EXPECT_EQ(result["verdict"], "inconclusive");
  for (const char* never : {"lost", "phantom", "ghost", "duplicated", "misplaced"})
    EXPECT_EQ(result["counts"][never], 0) << never;
  return result;
}

TEST(Doubt, TheDeadlineCameFirst) {
  const Scratch scratch;
  const auto file =
      scratch.Write("a.yaml", SmallScenario("slow",
                                            "steps:\n"
                                            "  - at: 500ms\n"
                                            "    fault: pause\n"
                                            "    target: leader of payments/0\n"
                                            "    until: leader of payments/0 changed\n"
                                            "    within: 60s\n"));
  const Kproof run(scratch, {"run", file, "--max-time", "10s", "--out", scratch.Out()});
  const auto result = Inconclusive(scratch, run);
  EXPECT_THAT(result["reason"], HasSubstr("the run's deadline of 10.0 s passed"));
  // A machine that is too slow for Kafka to be ready in time has nothing to heal.
  for (const auto& fault : result["faults"])
    EXPECT_TRUE(fault["from_s"].is_null() || fault["healed"]) << fault.dump(2);
  EXPECT_LT(result["seconds"], 40) << "not the 60 s of the fault";
}

// The agent of this name: the one process whose command line names its configuration.
pid_t AgentOf(const Scratch& scratch, const std::string& name) {
  for (const auto& process : scratch.Processes())
    if (process.find("/spool/" + name + ".json") != std::string::npos)
      return static_cast<pid_t>(std::stol(process));
  return 0;
}

TEST(Doubt, AProducerWasKilledFromOutside) {
  const Scratch scratch;
  const auto file = scratch.Write("a.yaml", SmallScenario("bereft", "", "3s"));
  const Kproof run(scratch, {"run", file, "--out", scratch.Out()});
  run.Await("steady: ");
  const pid_t agent = AgentOf(scratch, "checkout-1");
  ASSERT_GT(agent, 0);
  ASSERT_EQ(::kill(agent, SIGKILL), 0);
  const auto result = Inconclusive(scratch, run);
  EXPECT_THAT(result["reason"],
              AllOf(HasSubstr("checkout-1 ended with SIGKILL"), HasSubstr("logs/checkout-1.log")));
}

// What waits for acks after healing must not wait for the dead.
TEST(Doubt, AProducerWasKilledWhileAFaultWasActive) {
  const Scratch scratch;
  const auto file = scratch.Write("a.yaml", SmallScenario("bereft-under-fault",
                                                          "steps:\n"
                                                          "  - at: 100ms\n"
                                                          "    fault: pause\n"
                                                          "    target: leader of payments/0\n"
                                                          "    for: 1s\n"
                                                          "    within: 30s\n"));
  const Kproof run(scratch, {"run", file, "--out", scratch.Out()});
  run.Await("  pause leader of payments/0");
  const pid_t agent = AgentOf(scratch, "checkout-1");
  ASSERT_GT(agent, 0);
  ASSERT_EQ(::kill(agent, SIGKILL), 0);
  const auto result = Inconclusive(scratch, run);
  EXPECT_THAT(result["reason"], HasSubstr("checkout-1 ended with SIGKILL"));
  EXPECT_LT(result["seconds"], 30);
}

TEST(NightlyDoubt, AnAwaitedStateNeverCame) {
  const Scratch scratch;
  const auto file = scratch.Write("a.yaml",
                                  "name: never\n"
                                  "cluster: {brokers: 2, controllers: 1}\n"
                                  "topics:\n"
                                  "  payments: {partitions: 1, replication: 2}\n"
                                  "producers:\n"
                                  "  checkout: {rate: 200/s, value: 64B, config: {acks: all}}\n"
                                  "monitors: {count: 1}\n"
                                  "duration: 1s\n"
                                  "steps:\n"
                                  "  - at: 200ms\n"
                                  "    fault: pause\n"
                                  "    target: followers of payments/0\n"
                                  "    until: leader of payments/0 changed\n"
                                  "    within: 3s\n"
                                  "require: [no-loss]\n");
  const Kproof run(scratch, {"run", file, "--out", scratch.Out()});
  const auto result = Inconclusive(scratch, run);
  EXPECT_THAT(result["reason"],
              AllOf(HasSubstr("pause"), HasSubstr("followers of payments/0"),
                    HasSubstr("'leader of payments/0 changed' did not hold within 3.0 s")));
  EXPECT_TRUE(result["faults"][0]["bit"]);
  EXPECT_TRUE(result["faults"][0]["healed"]);
}

}  // namespace
}  // namespace kproof

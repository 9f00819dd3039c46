// Which scenarios may hand their clusters on, and to which.
#include "harness/run/reuse.h"

#include <gtest/gtest.h>

namespace kproof {
namespace {

Scenario With(const std::vector<std::string>& faults) {
  Scenario scenario;
  scenario.name = "x";
  scenario.clusters["main"] = {};
  for (const auto& fault : faults) {
    StepSpec step;
    step.fault = fault;
    scenario.steps.push_back(step);
  }
  return scenario;
}

TEST(LeavesAsItWas, EndedFrozenAndCutNodesAreAsGoodAsNewOnceTheyAreBack) {
  EXPECT_TRUE(LeavesAsItWas(With({})));
  EXPECT_TRUE(LeavesAsItWas(With({"kill", "pause", "stop", "cut", "elect-preferred"})));
}

TEST(LeavesAsItWas, DisksClocksMembersAndVersionsAreNot) {
  for (const char* fault : {"wipe-disk", "power-loss", "clock", "shrink", "rolling-upgrade",
                            "add-voter", "remove-voter"})
    EXPECT_FALSE(LeavesAsItWas(With({"kill", fault}))) << fault;
}

TEST(LeavesAsItWas, NorIsWhatWasLeftBroken) {
  Scenario scenario = With({"kill"});
  scenario.steps[0].sabotage = "undo";
  EXPECT_FALSE(LeavesAsItWas(scenario));
}

TEST(LeavesAsItWas, NorAreGroupsThatKeptOffsets) {
  Scenario scenario = With({"kill"});
  scenario.consumers.push_back({.name = "billing", .group = "g", .topics = {}, .config = {}});
  EXPECT_FALSE(LeavesAsItWas(scenario));
}

TEST(ShareKey, IsAboutTheClustersAndNothingElse) {
  Scenario one = With({"kill"});
  Scenario other = With({"pause"});
  other.name = "y";
  other.duration = std::chrono::seconds(99);
  other.topics.push_back({});
  EXPECT_EQ(ShareKey(one), ShareKey(other));
  other.clusters["main"].config["min.insync.replicas"] = "2";
  EXPECT_NE(ShareKey(one), ShareKey(other));
}

TEST(ShareKey, KnowsWhatFaultsNeed) {
  EXPECT_NE(ShareKey(With({"kill"})), ShareKey(With({"cut"})));
  Scenario one = With({"power-loss"});
  Scenario other = one;
  one.steps[0].with = {{"by", "shim"}};
  other.steps[0].with = {{"by", "filesystem"}};
  EXPECT_NE(ShareKey(one), ShareKey(other));
}

}  // namespace
}  // namespace kproof

// Which trials a campaign has, in which order and with which seeds.
#include "harness/campaign/campaign_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/base/error.h"
#include "harness/run/reuse.h"
#include "tests/unit/campaign/scenario_called.h"

namespace kproof {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

Scenario Named(const std::string& name, const std::string& tags = "",
               const std::string& fault = "") {
  Scenario scenario = ScenarioCalled(name);
  if (!tags.empty()) scenario.labels["tags"] = tags;
  if (fault.empty()) return scenario;
  StepSpec step;
  step.fault = fault;
  scenario.steps.push_back(step);
  return scenario;
}

Scenario WithBrokers(Scenario scenario, int brokers) {
  scenario.clusters["main"].brokers = brokers;
  return scenario;
}

// "a/7": the scenario and the seed of each trial.
std::vector<std::string> TrialsOf(const CampaignPlan& plan) {
  std::vector<std::string> trials;
  for (const Trial& trial : plan.trials)
    trials.push_back(plan.ScenarioOf(trial).name + "/" + std::to_string(trial.seed));
  return trials;
}

std::string WhyNot(const std::vector<Scenario>& scenarios, const CampaignRequest& request) {
  try {
    PlanCampaign(scenarios, request);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kUsage);
    return error.Full();
  }
  return "";
}

TEST(PlanCampaign, RepeatsEachScenarioWithTheNextSeeds) {
  const auto plan = PlanCampaign({Named("a"), Named("b")}, {.seed = 7, .repeat = 3, .tags = {}});
  const auto trials = TrialsOf(plan);
  ASSERT_EQ(trials.size(), 6u);
  for (std::size_t round = 0; round < 3; ++round) {
    const auto seed = std::to_string(7 + round);
    EXPECT_THAT((std::vector{trials[2 * round], trials[2 * round + 1]}),
                UnorderedElementsAre("a/" + seed, "b/" + seed));
  }
  for (std::size_t index = 0; index < plan.trials.size(); ++index)
    EXPECT_EQ(plan.trials[index].index, index);
  EXPECT_EQ(plan.PlanOf(plan.trials[4]).seed, 9u);
  EXPECT_EQ(plan.PlanOf(plan.trials[4]).scenario.name, plan.ScenarioOf(plan.trials[4]).name);
  EXPECT_EQ(plan.axes.front().values, (std::vector<std::string>{"a", "b"}));
}

TEST(PlanCampaign, TellsScenariosOfOneNameApart) {
  const auto plan = PlanCampaign({Named("a"), Named("a")}, {.repeat = 1, .tags = {}});
  EXPECT_EQ(plan.axes.front().values, (std::vector<std::string>{"a", "a (2)"}));
  EXPECT_NE(plan.cells[0].at, plan.cells[1].at);
}

TEST(PlanCampaign, FollowsItsSeed) {
  std::vector<Scenario> all;
  for (const char* name : {"a", "b", "c", "d", "e", "f", "g", "h"}) all.push_back(Named(name));
  const auto order = [&](std::uint64_t seed) {
    std::vector<std::size_t> cells;
    for (const auto& trial : PlanCampaign(all, {.seed = seed, .repeat = 1, .tags = {}}).trials)
      cells.push_back(trial.cell);
    return cells;
  };
  EXPECT_EQ(order(1), order(1));
  EXPECT_NE(order(1), order(2));
}

TEST(PlanCampaign, TakesScenariosThatHaveEveryTag) {
  const std::vector<Scenario> all = {Named("a", "quick,kill"), Named("b", "quick"), Named("c"),
                                     Named("d", "kill,quick")};
  EXPECT_THAT(TrialsOf(PlanCampaign(all, {.tags = {"quick"}})),
              UnorderedElementsAre("a/0", "b/0", "d/0"));
  EXPECT_THAT(TrialsOf(PlanCampaign(all, {.tags = {"quick", "kill"}})),
              UnorderedElementsAre("a/0", "d/0"));
  EXPECT_THAT(TrialsOf(PlanCampaign(all, {.tags = {}})),
              UnorderedElementsAre("a/0", "b/0", "c/0", "d/0"));
}

TEST(PlanCampaign, KnowsWhatRunsOnLoopback) {
  const std::vector<Scenario> all = {Named("a", "", "kill"), Named("b", "", "cut"), Named("c")};
  EXPECT_THAT(TrialsOf(PlanCampaign(all, {.tags = {"loopback"}})),
              UnorderedElementsAre("a/0", "c/0"));
}

TEST(PlanCampaign, GivesEachScenarioTheTagAll) {
  EXPECT_EQ(
      PlanCampaign({Named("a", "quick"), Named("b")}, {.repeat = 1, .tags = {"all"}}).cells.size(),
      2u);
}

TEST(PlanCampaign, NamesATagThatNoScenarioHas) {
  const std::vector<Scenario> all = {Named("a", "quick"), Named("b", "kill")};
  EXPECT_THAT(WhyNot(all, {.tags = {"quik"}}),
              HasSubstr("no scenario has the tag 'quik'; did you mean 'quick'?"));
  EXPECT_THAT(WhyNot(all, {.tags = {"quick", "kill"}}),
              HasSubstr("no scenario has the tags quick, kill"));
}

TEST(PlanCampaign, RefusesSeedsThatReadersOfJsonRound) {
  EXPECT_EQ(WhyNot({Named("a")}, {.seed = kMostSeed - 1, .repeat = 2, .tags = {}}), "");
  EXPECT_THAT(WhyNot({Named("a")}, {.seed = kMostSeed, .repeat = 2, .tags = {}}),
              HasSubstr("leaves no room for --repeat 2"));
  EXPECT_THAT(WhyNot({Named("a")}, {.seed = kMostSeed + 1, .repeat = 1, .tags = {}}),
              HasSubstr("seeds go up to 9007199254740991"));
}

TEST(PlanCampaign, PutsScenariosOfTheSameClustersTogether) {
  const std::vector<Scenario> all = {Named("a"), WithBrokers(Named("b"), 1), Named("c"),
                                     WithBrokers(Named("d"), 1), Named("e", "", "cut")};
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const auto plan =
        PlanCampaign(all, {.seed = seed, .repeat = 1, .tags = {}, .group_by_clusters = true});
    int changes = 0;
    for (std::size_t at = 1; at < plan.trials.size(); ++at)
      changes += ShareKey(plan.ScenarioOf(plan.trials[at])) !=
                 ShareKey(plan.ScenarioOf(plan.trials[at - 1]));
    EXPECT_EQ(changes, 2) << "seed " << seed;
  }
}

}  // namespace
}  // namespace kproof

// Which trials a campaign has, in which order and with which seeds.
#include "harness/campaign/campaign_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/base/error.h"

namespace kproof {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Scenario Named(const std::string& name, const std::string& tags = "",
               const std::string& fault = "") {
  Scenario scenario;
  scenario.name = name;
  scenario.clusters["main"] = {};
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
  EXPECT_THAT(TrialsOf(plan), ElementsAre("a/7", "a/8", "a/9", "b/7", "b/8", "b/9"));
  for (std::size_t index = 0; index < plan.trials.size(); ++index)
    EXPECT_EQ(plan.trials[index].index, index);
  EXPECT_EQ(plan.PlanOf(plan.trials[4]).seed, 8u);
  EXPECT_EQ(plan.PlanOf(plan.trials[4]).scenario.name, "b");
}

TEST(PlanCampaign, TakesScenariosThatHaveEveryTag) {
  const std::vector<Scenario> all = {Named("a", "quick,kill"), Named("b", "quick"), Named("c"),
                                     Named("d", "kill,quick")};
  EXPECT_THAT(TrialsOf(PlanCampaign(all, {.tags = {"quick"}})), ElementsAre("a/0", "b/0", "d/0"));
  EXPECT_THAT(TrialsOf(PlanCampaign(all, {.tags = {"quick", "kill"}})), ElementsAre("a/0", "d/0"));
  EXPECT_THAT(TrialsOf(PlanCampaign(all, {.tags = {}})), ElementsAre("a/0", "b/0", "c/0", "d/0"));
}

TEST(PlanCampaign, KnowsWhatRunsOnLoopback) {
  const std::vector<Scenario> all = {Named("a", "", "kill"), Named("b", "", "cut"), Named("c")};
  EXPECT_THAT(TrialsOf(PlanCampaign(all, {.tags = {"loopback"}})), ElementsAre("a/0", "c/0"));
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

TEST(PlanCampaign, PutsScenariosOfTheSameClustersTogetherWhereTheFirstOneStood) {
  const std::vector<Scenario> all = {Named("a"), WithBrokers(Named("b"), 1), Named("c"),
                                     WithBrokers(Named("d"), 1), Named("e", "", "cut")};
  EXPECT_THAT(TrialsOf(PlanCampaign(all, {.repeat = 1, .tags = {}, .group_by_clusters = true})),
              ElementsAre("a/0", "c/0", "b/0", "d/0", "e/0"));
  EXPECT_THAT(TrialsOf(PlanCampaign(all, {.repeat = 1, .tags = {}, .group_by_clusters = false})),
              ElementsAre("a/0", "b/0", "c/0", "d/0", "e/0"));
}

}  // namespace
}  // namespace kproof

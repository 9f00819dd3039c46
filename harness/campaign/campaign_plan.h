// A campaign as data: which scenarios run how often, with which seeds, in which order.
//
// It follows from the scenarios and the request alone. Whoever plans again from the same request
// gets the same trials, so a trial's index names it for good (see campaign_progress.h).
//
// Thread-safe: pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "harness/scenario/plan.h"

namespace kproof {

// What is larger, readers of JSON round.
inline constexpr std::uint64_t kMostSeed = (std::uint64_t{1} << 53) - 1;

struct CampaignRequest {
  std::uint64_t seed = 0;          // of each scenario's first trial; the next one has seed + 1
  std::uint64_t repeat = 1;        // trials of each scenario
  std::vector<std::string> tags;   // only scenarios that have all of these
  bool group_by_clusters = false;  // those that can use the same clusters one after the other
};

struct Trial {
  std::size_t index = 0;     // in CampaignPlan::trials
  std::size_t scenario = 0;  // in CampaignPlan::scenarios
  std::uint64_t seed = 0;
};

struct CampaignPlan {
  std::vector<Scenario> scenarios;  // that run, in this order
  std::vector<Trial> trials;        // the same

  const Scenario& ScenarioOf(const Trial& trial) const { return scenarios.at(trial.scenario); }
  Plan PlanOf(const Trial& trial) const { return MakePlan(ScenarioOf(trial), trial.seed); }
};

// Throws Error(kUsage) for a tag that no scenario has, for tags that no scenario has together, and
// where seeds would pass kMostSeed.
CampaignPlan PlanCampaign(const std::vector<Scenario>& scenarios, const CampaignRequest& request);

}  // namespace kproof

// A campaign as data: the cells of a table, each a scenario, and the trials of each cell with their
// seeds, in the order in which they run.
//
// It follows from the scenarios and the request alone. Whoever plans again from the same request
// gets the same trials, so a trial's index names it for good (see campaign_progress.h).
//
// Thread-safe: pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "harness/campaign/shard.h"
#include "harness/scenario/matrix.h"
#include "harness/scenario/plan.h"

namespace kproof {

// What is larger, readers of JSON round.
inline constexpr std::uint64_t kMostSeed = (std::uint64_t{1} << 53) - 1;

struct CampaignAxis {
  std::string name;
  std::vector<std::string> values;
  bool operator==(const CampaignAxis&) const = default;
};

struct Cell {
  CellPlace at;                              // a value of each axis
  std::string name = {};                     // "" for most
  std::optional<std::string> excluded = {};  // why it does not run
  std::optional<Scenario> scenario = {};     // nothing where it is excluded
  std::optional<std::uint64_t> repeat = {};  // its trials, if not as many as others have
  std::optional<Verdict> expect = {};        // of each of its trials
  bool operator==(const Cell&) const = default;
};

struct Trial {
  std::size_t index = 0;  // in CampaignPlan::trials
  std::size_t cell = 0;   // in CampaignPlan::cells
  std::uint64_t seed = 0;
  bool operator==(const Trial&) const = default;
};

struct CampaignPlan {
  std::string name;
  bool matrix = false;     // of `kproof matrix`, with a verdict by cells
  std::uint64_t seed = 0;  // of each cell's first trial; the next one has seed + 1
  std::vector<CampaignAxis> axes = {};
  std::vector<Cell> cells = {};    // the first axis changes slowest
  std::vector<Trial> trials = {};  // in the order in which they run
  Shard shard = {};                // which of them run here

  const Scenario& ScenarioOf(const Trial& trial) const {
    return cells.at(trial.cell).scenario.value();
  }
  Plan PlanOf(const Trial& trial) const { return MakePlan(ScenarioOf(trial), trial.seed); }
  // Of the cells that run.
  std::vector<Scenario> Scenarios() const;
  bool operator==(const CampaignPlan&) const = default;
};

struct CampaignRequest {
  std::uint64_t seed = 0;
  std::uint64_t repeat = 1;        // trials of each cell
  std::vector<std::string> tags;   // only scenarios that have all of these
  bool group_by_clusters = false;  // those that can use the same clusters one after the other
};

// Each scenario is a cell, and the only axis is "scenario". Throws Error(kUsage) for a tag that no
// scenario has, for tags that no scenario has together, and where seeds would pass kMostSeed.
CampaignPlan PlanCampaign(const std::vector<Scenario>& scenarios, const CampaignRequest& request);

// Makes the trials of cells that are there, `repeat` each, in an order that follows from the seed:
// all cells once, then all of them again. With `group_by_clusters`, cells that can use the same
// clusters run one after the other each time. Throws Error(kUsage) where seeds would pass
// kMostSeed.
void PlanTrials(CampaignPlan& plan, std::uint64_t repeat, bool group_by_clusters);

}  // namespace kproof

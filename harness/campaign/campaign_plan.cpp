#include "harness/campaign/campaign_plan.h"

#include <algorithm>
#include <map>
#include <utility>

#include "harness/base/contains.h"
#include "harness/base/error.h"
#include "harness/base/random.h"
#include "harness/base/text.h"
#include "harness/run/place.h"
#include "harness/run/reuse.h"

namespace kproof {
namespace {

// The tag that no scenario writes: it follows from what its faults need.
constexpr const char* kLoopbackTag = "loopback";
// The tag that each scenario has.
constexpr const char* kAllTag = "all";

std::vector<std::string> WrittenTags(const Scenario& scenario) {
  const auto found = scenario.labels.find("tags");
  auto tags = Split(found == scenario.labels.end() ? "" : found->second, ',');
  std::erase(tags, "");  // of a scenario without tags
  return tags;
}

bool HasAll(const Scenario& scenario, const std::vector<std::string>& tags) {
  auto own = WrittenTags(scenario);
  if (RunsOnLoopback(scenario)) own.emplace_back(kLoopbackTag);
  own.emplace_back(kAllTag);
  return std::all_of(tags.begin(), tags.end(),
                     [&](const std::string& tag) { return Contains(own, tag); });
}

void RequireTag(const std::string& tag, const std::vector<Scenario>& scenarios) {
  std::vector<std::string> known;
  for (const auto& scenario : scenarios) {
    if (HasAll(scenario, {tag})) return;
    for (const auto& other : WrittenTags(scenario)) known.push_back(other);
  }
  throw Error(ErrorKind::kUsage, "no scenario has the tag '" + tag + "'" + DidYouMean(tag, known));
}

void Shuffle(std::vector<std::size_t>& items, Random& random) {
  for (std::size_t left = items.size(); left > 1; --left)
    std::swap(items[left - 1], items[random.Below(left)]);
}

// Cells that run, together where one cluster serves them; a single group where none is to be.
std::vector<std::vector<std::size_t>> Groups(const std::vector<Cell>& cells, bool by_clusters) {
  std::map<std::string, std::size_t> known;
  std::vector<std::vector<std::size_t>> groups;
  for (std::size_t cell = 0; cell < cells.size(); ++cell) {
    if (!cells[cell].scenario) continue;
    const auto key = by_clusters ? ShareKey(*cells[cell].scenario) : "";
    const auto group = known.emplace(key, groups.size()).first->second;
    if (group == groups.size()) groups.emplace_back();
    groups[group].push_back(cell);
  }
  return groups;
}

// Scenarios of one name are different values all the same: "steady", "steady (2)".
std::string ValueOf(const Scenario& scenario, std::map<std::string, int>& seen) {
  const int count = ++seen[scenario.name];
  return count == 1 ? scenario.name : scenario.name + " (" + std::to_string(count) + ")";
}

}  // namespace

std::vector<Scenario> CampaignPlan::Scenarios() const {
  std::vector<Scenario> scenarios;
  for (const auto& cell : cells)
    if (cell.scenario) scenarios.push_back(*cell.scenario);
  return scenarios;
}

CampaignPlan PlanCampaign(const std::vector<Scenario>& scenarios, const CampaignRequest& request) {
  for (const auto& tag : request.tags) RequireTag(tag, scenarios);
  CampaignPlan plan{.name = "run", .seed = request.seed, .axes = {{kScenarioPath, {}}}};
  std::map<std::string, int> seen;
  for (const auto& scenario : scenarios) {
    if (!HasAll(scenario, request.tags)) continue;
    const auto value = ValueOf(scenario, seen);
    plan.axes.front().values.push_back(value);
    plan.cells.push_back({.at = {{kScenarioPath, value}}, .scenario = scenario});
  }
  if (plan.cells.empty())
    throw Error(ErrorKind::kUsage, "no scenario has the tags " + Join(request.tags, ", "));
  if (plan.cells.size() == 1) plan.name = plan.cells.front().scenario->name;
  PlanTrials(plan, request.repeat, request.group_by_clusters);
  return plan;
}

void PlanTrials(CampaignPlan& plan, std::uint64_t repeat, bool group_by_clusters) {
  if (plan.seed > kMostSeed || repeat - 1 > kMostSeed - plan.seed)
    throw Error(ErrorKind::kUsage,
                "--seed " + std::to_string(plan.seed) + " leaves no room for --repeat " +
                    std::to_string(repeat),
                Hint("seeds go up to " + std::to_string(kMostSeed)));
  Random random(Mix64(plan.seed));
  auto groups = Groups(plan.cells, group_by_clusters);
  std::vector<std::size_t> order;
  for (std::size_t group = 0; group < groups.size(); ++group) order.push_back(group);
  std::uint64_t rounds = repeat;
  for (const auto& cell : plan.cells) rounds = std::max(rounds, cell.repeat.value_or(0));
  for (std::uint64_t round = 0; round < rounds; ++round) {
    Shuffle(order, random);
    for (const auto group : order) {
      Shuffle(groups[group], random);
      for (const auto cell : groups[group])
        if (round < plan.cells[cell].repeat.value_or(repeat))
          plan.trials.push_back({plan.trials.size(), cell, plan.seed + round});
    }
  }
}

}  // namespace kproof

#include "harness/campaign/campaign_plan.h"

#include <algorithm>
#include <map>
#include <utility>

#include "harness/base/contains.h"
#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/run/place.h"
#include "harness/run/reuse.h"

namespace kproof {
namespace {

// The tag that no scenario writes: it follows from what its faults need.
constexpr const char* kLoopbackTag = "loopback";

std::vector<std::string> WrittenTags(const Scenario& scenario) {
  const auto found = scenario.labels.find("tags");
  auto tags = Split(found == scenario.labels.end() ? "" : found->second, ',');
  std::erase(tags, "");  // of a scenario without tags
  return tags;
}

bool HasAll(const Scenario& scenario, const std::vector<std::string>& tags) {
  auto own = WrittenTags(scenario);
  if (RunsOnLoopback(scenario)) own.emplace_back(kLoopbackTag);
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

// Each group where its first one stood.
void GroupBySharing(std::vector<Scenario>& scenarios) {
  std::map<std::string, std::size_t> groups;
  std::vector<std::pair<std::size_t, Scenario>> grouped;
  for (auto& scenario : scenarios) {
    const auto group = groups.emplace(ShareKey(scenario), groups.size()).first->second;
    grouped.emplace_back(group, std::move(scenario));
  }
  std::stable_sort(grouped.begin(), grouped.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  scenarios.clear();
  for (auto& [group, scenario] : grouped) scenarios.push_back(std::move(scenario));
}

}  // namespace

CampaignPlan PlanCampaign(const std::vector<Scenario>& scenarios, const CampaignRequest& request) {
  for (const auto& tag : request.tags) RequireTag(tag, scenarios);
  if (request.seed > kMostSeed || request.repeat - 1 > kMostSeed - request.seed)
    throw Error(ErrorKind::kUsage,
                "--seed " + std::to_string(request.seed) + " leaves no room for --repeat " +
                    std::to_string(request.repeat),
                Hint("seeds go up to " + std::to_string(kMostSeed)));
  CampaignPlan plan;
  for (const auto& scenario : scenarios)
    if (HasAll(scenario, request.tags)) plan.scenarios.push_back(scenario);
  if (plan.scenarios.empty())
    throw Error(ErrorKind::kUsage, "no scenario has the tags " + Join(request.tags, ", "));
  if (request.group_by_clusters) GroupBySharing(plan.scenarios);
  for (std::size_t scenario = 0; scenario < plan.scenarios.size(); ++scenario)
    for (std::uint64_t trial = 0; trial < request.repeat; ++trial)
      plan.trials.push_back({plan.trials.size(), scenario, request.seed + trial});
  return plan;
}

}  // namespace kproof

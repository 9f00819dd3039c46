// Makes the choices that a scenario leaves to the seed.
#include "harness/scenario/plan.h"

#include <algorithm>

#include "harness/base/random.h"
#include "harness/scenario/nodes.h"

namespace kproof {
namespace {

bool Together(const StepSpec& a, const StepSpec& b) {
  return ActiveWhenBegins(a, b) || ActiveWhenBegins(b, a);
}

// Nodes of the kind that no step takes which is certainly active at the same time; all of them when
// none is left.
std::vector<std::int32_t> Free(const Scenario& scenario, std::size_t at, bool brokers,
                               std::int32_t count) {
  const ClusterSpec& cluster = scenario.clusters.at(scenario.steps[at].cluster);
  std::vector<std::int32_t> free;
  std::vector<std::int32_t> every;
  for (std::int32_t number = 1; number <= count; ++number) {
    every.push_back(number);
    bool taken = false;
    for (std::size_t other = 0; other < scenario.steps.size(); ++other) {
      if (other == at || !Together(scenario.steps[other], scenario.steps[at])) continue;
      const Taken by = TakenBy(scenario.steps[other].target, cluster);
      taken = taken || (brokers ? by.brokers : by.controllers).count(number) == 1;
    }
    if (!taken) free.push_back(number);
  }
  return free.empty() ? every : free;
}

}  // namespace

Plan MakePlan(const Scenario& scenario, std::uint64_t seed) {
  Plan plan{scenario, seed};
  Random random(seed);
  for (std::size_t at = 0; at < plan.scenario.steps.size(); ++at) {
    StepSpec& step = plan.scenario.steps[at];
    const bool broker = step.target.pattern == "any broker";
    if (!broker && step.target.pattern != "any controller") continue;
    const ClusterSpec& cluster = plan.scenario.clusters.at(step.cluster);
    const bool brokers = broker || cluster.combined;
    const auto free =
        Free(plan.scenario, at, brokers, brokers ? cluster.brokers : cluster.controllers);
    const std::string number = std::to_string(free[random.Below(free.size())]);
    const std::string kind = broker ? "broker" : "controller";
    step.target = {kind + " " + number, kind + " {n}", {number}};
  }
  return plan;
}

}  // namespace kproof

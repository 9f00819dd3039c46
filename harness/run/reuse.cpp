#include "harness/run/reuse.h"

#include <algorithm>

#include "harness/base/text.h"
#include "harness/fault/fault.h"
#include "harness/run/place.h"
#include "harness/scenario/plan.h"

namespace kproof {

bool LeavesAsItWas(const Scenario& scenario) {
  if (!scenario.consumers.empty()) return false;  // their groups and offsets stay behind
  return std::all_of(scenario.steps.begin(), scenario.steps.end(), [](const StepSpec& step) {
    const auto& type = FindFault(step.fault);
    return type.remains == Remains::kNothing && !NeedsOf(type, step.with).contains(Need::kShim) &&
           step.sabotage.empty();
  });
}

std::string ShareKey(const Scenario& scenario) {
  Scenario bare;  // of the clusters alone
  bare.clusters = scenario.clusters;
  std::vector<std::string> needs;
  for (const Need need : Needs(scenario)) needs.emplace_back(NameOf(need));
  return ToYaml(Plan{.scenario = bare}) + Join(needs, ",");
}

}  // namespace kproof

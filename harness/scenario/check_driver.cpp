// What the driver of a cluster has to be able to do, and what is left to it.
#include <fmt/format.h>

#include <algorithm>

#include "harness/base/contains.h"
#include "harness/base/text.h"
#include "harness/scenario/agents.h"
#include "harness/scenario/keys.h"
#include "harness/scenario/parts.h"

namespace kproof {
namespace {

const DriverForm* FindDriverForm(const Vocabulary& vocabulary, const std::string& name) {
  const auto found = std::find_if(vocabulary.drivers.begin(), vocabulary.drivers.end(),
                                  [&](const DriverForm& driver) { return driver.name == name; });
  return found == vocabulary.drivers.end() ? nullptr : &*found;
}

// Those that give it, or take a key, for hints.
template <typename Holds>
std::string DriversThat(const Vocabulary& vocabulary, const Holds& holds) {
  std::vector<std::string> names;
  for (const auto& driver : vocabulary.drivers)
    if (holds(driver)) names.push_back("'" + driver.name + "'");
  return Join(names, ", ");
}

std::set<Need> NeedsOf(const FaultForm& fault, const StepSpec& step) {
  auto needs = fault.needs;
  for (const auto& param : fault.params) {
    const auto given = step.with.find(param.name);
    if (given == step.with.end()) continue;
    const auto more = param.needs.find(given->second);
    if (more != param.needs.end()) needs.insert(more->second.begin(), more->second.end());
  }
  // What is done to agents needs no ability of nodes.
  if (NamesAgentsAlone(step.target))
    std::erase_if(needs, [](Need need) { return IsOfNodes(need); });
  return needs;
}

}  // namespace

void CheckDriver(const Tree& root, const Vocabulary& vocabulary, const Scenario& scenario,
                 Diagnostics& complaints) {
  for (const auto& [name, cluster] : scenario.clusters) {
    const auto* driver = FindDriverForm(vocabulary, cluster.driver);
    const Tree* part = &root;
    for (const auto& key : ClusterPath(root, name))
      part = part == nullptr ? nullptr : part->Find(key);
    if (driver == nullptr || part == nullptr) continue;
    for (const auto& child : part->children) {
      const bool known = Contains(KnownKeys().at("cluster"), child.key);
      if (!known || child.key == "driver" || Contains(driver->keys, child.key)) continue;
      complaints.At(child.key_place,
                    fmt::format("cluster {} has `{}`, which driver '{}' does not accept", name,
                                child.key, cluster.driver),
                    "leave it out; drivers that accept it: " +
                        DriversThat(vocabulary, [&, &key = child.key](const DriverForm& other) {
                          return Contains(other.keys, key);
                        }));
    }
  }
  for (std::size_t at = 0; at < scenario.steps.size(); ++at) {
    const StepSpec& step = scenario.steps[at];
    const auto* fault = FindFaultForm(vocabulary, step.fault);
    const auto cluster = scenario.clusters.find(step.cluster);
    if (fault == nullptr || cluster == scenario.clusters.end()) continue;
    const auto* driver = FindDriverForm(vocabulary, cluster->second.driver);
    if (driver == nullptr) continue;
    for (const auto need : NeedsOf(*fault, step)) {
      if (driver->gives.contains(need)) continue;
      complaints.At(
          PlaceOf(root, {"steps", std::to_string(at), "fault"}),
          fmt::format(
              "fault '{}' needs '{}' ({}), which driver '{}' of cluster {} does not support",
              step.fault, NameOf(need), MeaningOf(need), driver->name, step.cluster),
          "drivers that support it: " + DriversThat(vocabulary, [need](const DriverForm& other) {
            return other.gives.contains(need);
          }));
    }
  }
}

}  // namespace kproof

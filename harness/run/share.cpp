// The key is the scenario's own text for its clusters and what its faults need, so that whatever a
// cluster can be told to be is in it.
#include "harness/run/share.h"

#include <algorithm>
#include <filesystem>

#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/cluster/fresh_topics.h"
#include "harness/cluster/node_files.h"
#include "harness/cluster/nodes_mark.h"
#include "harness/fault/fault.h"
#include "harness/run/equipment.h"
#include "harness/scenario/plan.h"

namespace kproof {
namespace {

constexpr Duration kCleanLimit = std::chrono::seconds(10);

}  // namespace

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

ClusterShare::ClusterShare(const std::string& out)
    : folder_(std::filesystem::absolute(out + "/.nodes-shared-" + RandomUuid()).string()) {
  std::error_code failed;
  std::filesystem::create_directories(folder_, failed);
  if (failed)
    throw Error(ErrorKind::kNotRun, "can't create " + folder_ + ": " + failed.message(),
                Hint("choose another --out"));
  lock_ = FileLock::TryFolder(folder_);
  if (!lock_) throw Error("another kproof uses " + folder_ + ", which was made just now");
  MarkNodes(folder_);
}

ClusterShare::~ClusterShare() {
  GiveBack({});
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

ClusterShare::Lot ClusterShare::Take(const Scenario& scenario) {
  if (lot_.key != ShareKey(scenario) || !Cleaned()) GiveBack({});
  Lot lot = std::move(lot_);
  lot_ = {};
  return lot;
}

bool ClusterShare::Cleaned() const {
  try {
    for (const auto& cluster : lot_.clusters) {
      for (Node* const node : cluster->nodes())
        if (node->Exit()) return false;
      DeleteTopics(*cluster, Deadline(kCleanLimit));
    }
    return true;
  } catch (...) {  // NOLINT: the next run starts its own, which is as good
    return false;
  }
}

void ClusterShare::GiveBack(Lot lot) {
  lot_.clusters.clear();  // before what they stand on
  lot_ = std::move(lot);
}

std::string ClusterShare::NewFolder() { return folder_ + "/" + std::to_string(++folders_); }

}  // namespace kproof

// A fault of class crash, stop or pause keeps its nodes down from `from` to `to`, which are before
// the first act and after the undo: a node that answers in between is up again. Who loses its power
// or its disk is down too, but may be started again within the fault. A node that ended unasked is
// down until it answers.
#include "audit/judge/down.h"

#include <algorithm>
#include <limits>

#include "audit/judge/findings.h"

namespace kproof {
namespace {

constexpr auto kForEver = std::numeric_limits<RunMicros>::max();

struct DownClass {
  const char* name;
  bool all_the_time;  // from the beginning of the fault to its end
};
constexpr DownClass kDownClasses[] = {
    {"crash", true}, {"pause", true}, {"power-loss", false}, {"stop", true}, {"wipe", false}};

// Nothing: such a fault leaves nodes up. The processor of `slow-cpu` is taken away by pauses, and
// the node serves between them.
std::optional<bool> AllTheTime(const FaultFact& fault) {
  for (const auto& known : kDownClasses) {
    if (fault.failure_class == known.name) return known.all_the_time && fault.fault != "slow-cpu";
  }
  return std::nullopt;
}

}  // namespace

DownTimes::DownTimes(const History& history) {
  LoadAnswers(history.store());
  for (const auto& fault : history.store().Faults()) {
    const auto all_the_time = AllTheTime(fault);
    if (!fault.from || !all_the_time) continue;
    const bool certain = *all_the_time && fault.bit == std::optional(true);
    for (const auto node : fault.nodes) Add({fault.cluster, node}, *fault.from, fault.to, certain);
  }
  std::set<std::string> clusters;
  for (const auto& topic : history.topics()) clusters.insert(topic.cluster);
  for (const auto& event : history.store().Events()) {
    const auto node = event.kind == "disturbance" ? NodeOf(event.subject) : std::nullopt;
    if (!node) continue;
    for (const auto& cluster : clusters) {
      if (event.cluster.empty() || event.cluster == cluster)
        Add({cluster, *node}, event.at, std::nullopt, true);
    }
  }
}

void DownTimes::LoadAnswers(const StoreReader& store) {
  for (const auto& state : store.PartitionStates())
    up_[{state.cluster, state.node}].insert(state.at);
  for (const auto& event : store.Events()) {
    const auto node = event.kind == "node" ? NodeOf(event.subject) : std::nullopt;
    if (node && event.detail.starts_with("started")) up_[{event.cluster, *node}].insert(event.at);
  }
}

void DownTimes::Add(const NodeId& node, RunMicros from, std::optional<RunMicros> to, bool certain) {
  const auto& up = up_[node];
  const auto answer = up.upper_bound(from);
  const auto answers = answer == up.end() ? kForEver : *answer;
  const auto until = to.value_or(answers);
  downs_[node].push_back({from, certain ? std::min(answers, until) : from, until});
}

bool DownTimes::Certainly(const std::string& cluster, std::int32_t node, RunMicros at) const {
  const auto found = downs_.find({cluster, node});
  return found != downs_.end() &&
         std::any_of(found->second.begin(), found->second.end(),
                     [&](const Down& down) { return down.from <= at && at < down.proven_until; });
}

bool DownTimes::Maybe(const std::string& cluster, std::int32_t node, RunMicros at) const {
  const auto found = downs_.find({cluster, node});
  return found != downs_.end() &&
         std::any_of(found->second.begin(), found->second.end(),
                     [&](const Down& down) { return down.from <= at && at < down.until; });
}

std::vector<RunMicros> DownTimes::Changes(const std::string& cluster) const {
  std::vector<RunMicros> changes;
  for (const auto& [node, downs] : downs_) {
    if (node.first != cluster) continue;
    for (const auto& down : downs)
      changes.insert(changes.end(), {down.from, down.proven_until, down.until});
  }
  return changes;
}

}  // namespace kproof

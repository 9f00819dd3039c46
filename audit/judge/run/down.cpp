// A fault of class crash, stop or pause keeps its nodes down from `from` to `to`, which are before
// the first act and after the undo: a node that answers in between is up again. Who stops in order,
// or runs out of memory, serves for a while first. Who loses its power or its disk may be started
// again within the fault. A node that ended unasked is down until it answers.
#include "audit/judge/run/down.h"

#include <algorithm>
#include <limits>

#include "audit/judge/verdict/findings.h"
#include "harness/words/failure_class.h"

namespace kproof {
namespace {

constexpr auto kForEver = std::numeric_limits<RunMicros>::max();

struct DownClass {
  FailureClass failure;
  DownTimes::Proof proof;
};
constexpr DownClass kDownClasses[] = {{FailureClass::kCrash, DownTimes::Proof::kAll},
                                      {FailureClass::kPause, DownTimes::Proof::kAll},
                                      {FailureClass::kPowerLoss, DownTimes::Proof::kAtFirst},
                                      {FailureClass::kStop, DownTimes::Proof::kNone},
                                      {FailureClass::kWipe, DownTimes::Proof::kAtFirst}};

// Nothing: such a fault leaves nodes up.
std::optional<DownTimes::Proof> ProofOf(const FaultFact& fault) {
  for (const auto& known : kDownClasses) {
    if (fault.failure_class != NameOf(known.failure)) continue;
    if (fault.bit != std::optional(true)) return DownTimes::Proof::kNone;
    // Its pauses take the processor away, and the node serves between them.
    if (fault.fault == "slow-cpu") return DownTimes::Proof::kNone;
    return fault.fault == "out-of-memory" ? DownTimes::Proof::kNone : known.proof;
  }
  return std::nullopt;
}

}  // namespace

DownTimes::DownTimes(const FactReader& store) {
  LoadAnswers(store);
  for (const auto& fault : store.Faults()) {
    const auto proof = ProofOf(fault);
    if (!fault.from || !proof) continue;
    for (const auto node : fault.nodes) Add({fault.cluster, node}, *fault.from, fault.to, *proof);
  }
  std::vector<FaultFact> deaths;
  AddUnaskedDeaths(store, deaths);
  for (const auto& death : deaths)
    Add({death.cluster, death.nodes.front()}, *death.from, std::nullopt, Proof::kAll);
}

void DownTimes::LoadAnswers(const FactReader& store) {
  for (const auto& state : store.PartitionStates())
    up_[{state.cluster, state.node}].insert(state.at);
  for (const auto& event : store.Events()) {
    if (event.kind == "node" && event.node && event.detail.starts_with("started"))
      up_[{event.cluster, *event.node}].insert(event.at);
  }
}

void DownTimes::Add(const NodeId& node, RunMicros from, std::optional<RunMicros> to, Proof proof) {
  const auto& up = up_[node];
  const auto answer = up.upper_bound(from);
  const auto answers = answer == up.end() ? kForEver : *answer;
  const auto until = to.value_or(answers);
  downs_[node].push_back({from, std::min(answers, until), until, proof});
}

bool DownTimes::Any(const std::string& cluster, std::int32_t node,
                    const std::function<bool(const Down&)>& holds) const {
  const auto found = downs_.find({cluster, node});
  return found != downs_.end() && std::any_of(found->second.begin(), found->second.end(), holds);
}

bool DownTimes::Certainly(const std::string& cluster, std::int32_t node, RunMicros at) const {
  return Any(cluster, node, [at](const Down& down) {
    return down.proof == Proof::kAll && down.from <= at && at < down.proven_until;
  });
}

bool DownTimes::Maybe(const std::string& cluster, std::int32_t node, RunMicros at) const {
  return Any(cluster, node, [at](const Down& down) { return down.from <= at && at < down.until; });
}

bool DownTimes::IsSilent(const std::string& cluster, std::int32_t node, RunMicros at) const {
  return Any(cluster, node, [at](const Down& down) {
    return down.proof != Proof::kNone && down.from <= at && at < down.proven_until;
  });
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

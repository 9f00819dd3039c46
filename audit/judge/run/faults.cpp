// What each fault did and how the cluster came back. The first ack after a fault is the one that
// ended the longest silence that followed it (until the next fault, or the end of the load) on the
// partitions that its nodes led when it began; on all partitions where that is not known. Acks that
// were on their way when the fault struck would otherwise pass for recovery.
#include <algorithm>

#include "audit/judge/run/timeline.h"
#include "harness/base/contains.h"

namespace kproof {
namespace {

using StateKey = std::pair<std::string, std::int32_t>;  // topic, partition

// The answers of all nodes of one cluster put together, as they come in.
class Cluster {
 public:
  void Take(const PartitionState& state) {
    auto [known, fresh] = best_.try_emplace({state.topic, state.partition}, state);
    if (fresh || Supersedes(state, known->second)) known->second = state;
  }
  bool AllFull() const {
    return !best_.empty() && std::all_of(best_.begin(), best_.end(), [](const auto& entry) {
      return entry.second.leader >= 0 && entry.second.isr.size() == entry.second.replicas.size();
    });
  }
  const std::map<StateKey, PartitionState>& best() const { return best_; }

 private:
  std::map<StateKey, PartitionState> best_;
};

Pulses AcksOfLedPartitions(const History& history, const Timeline& timeline, const FaultFact& fault,
                           const std::vector<PartitionState>& states) {
  Cluster cluster;
  for (const auto& state : states) {
    if (state.at <= *fault.from && state.cluster == fault.cluster) cluster.Take(state);
  }
  Pulses led;
  bool any = false;
  for (const auto& topic : history.topics()) {
    if (topic.cluster != fault.cluster) continue;
    for (const auto& [key, pulses] : timeline.acks_by_partition()) {
      if (key.first != topic.id) continue;
      const auto state = cluster.best().find({topic.name, key.second});
      if (state == cluster.best().end()) continue;
      if (!Contains(fault.nodes, state->second.leader)) continue;
      any = true;
      led.Add(pulses);
    }
  }
  return any ? led : timeline.acks();
}

std::optional<double> IsrFullAfter(const FaultFact& fault,
                                   const std::vector<PartitionState>& states) {
  if (!fault.to) return std::nullopt;
  Cluster cluster;
  const auto take = [&](const PartitionState& state) {
    if (state.cluster == fault.cluster) cluster.Take(state);
  };
  auto state = states.begin();
  for (; state != states.end() && state->at <= *fault.to; ++state) take(*state);
  if (cluster.AllFull()) return InSeconds(*fault.to);
  while (state != states.end()) {
    const auto at = state->at;
    for (; state != states.end() && state->at == at; ++state) take(*state);
    if (cluster.AllFull()) return InSeconds(at);
  }
  return std::nullopt;
}

}  // namespace

std::vector<FaultReport> FaultReports(const History& history, const Timeline& timeline) {
  std::vector<FaultReport> reports;
  const auto faults = history.store().Faults();
  const auto states = history.store().PartitionStates();
  for (const auto& fault : faults) {
    FaultReport report;
    report.cluster = fault.cluster;
    report.fault = fault.fault;
    report.target = fault.target;
    report.nodes = fault.nodes;
    report.bit = fault.bit.value_or(false);
    report.healed = fault.healed.value_or(false);
    report.proof = fault.proof;
    report.problem = fault.problem;
    if (fault.to) report.to_s = InSeconds(*fault.to);
    if (fault.from) {
      report.from_s = InSeconds(*fault.from);
      RunMicros until = timeline.load_end();
      for (const auto& other : faults) {
        if (other.from && *other.from > *fault.from) until = std::min(until, *other.from);
      }
      const auto acks = AcksOfLedPartitions(history, timeline, fault, states);
      const auto silence = LongestGap(acks, *fault.from, until);
      if (silence.ended) report.first_ack_after_s = InSeconds(silence.to);
      report.isr_full_after_s = IsrFullAfter(fault, states);
    }
    reports.push_back(std::move(report));
  }
  return reports;
}

}  // namespace kproof

#include "reports/run_page/leadership.h"

#include <algorithm>
#include <limits>
#include <set>
#include <tuple>
#include <utility>

#include "harness/base/cluster_name.h"
#include "harness/base/text.h"

namespace kproof {
namespace {

using PartitionId = std::tuple<std::string, std::string, std::int32_t>;  // cluster, topic, number

// The answer that counts now, and the ids of topics that it has replaced.
struct Counting {
  PartitionState state;
  std::set<std::string> gone = {};

  // False: `now` changes nothing.
  bool Take(const PartitionState& now) {
    const bool other =
        !now.topic_id.empty() && !state.topic_id.empty() && now.topic_id != state.topic_id;
    if (gone.contains(now.topic_id) || (!other && !Supersedes(now, state))) return false;
    if (other) gone.insert(state.topic_id);
    state = now;
    return true;
  }
};

// Nodes list one ISR in different orders.
Stance StanceOf(const PartitionState& state) {
  Stance stance{InSeconds(state.at), state.leader, state.leader_epoch, state.isr};
  std::sort(stance.isr.begin(), stance.isr.end());
  return stance;
}

// `brokers`: all that told of any partition of the cluster.
std::vector<Silence> SilencesOf(const std::string& cluster, const std::set<std::int32_t>& brokers,
                                const DownTimes& down) {
  auto moments = down.Changes(cluster);
  std::sort(moments.begin(), moments.end());
  std::vector<Silence> silences;
  bool before = false;
  for (const auto at : moments) {
    if (at == std::numeric_limits<RunMicros>::max()) break;  // nobody knows that it ended
    const bool now =
        !brokers.empty() && std::all_of(brokers.begin(), brokers.end(), [&](std::int32_t broker) {
          return down.IsSilent(cluster, broker, at);
        });
    if (now && !before) silences.push_back({InSeconds(at), {}});
    if (!now && before) silences.back().to_s = InSeconds(at);
    before = now;
  }
  return silences;
}

}  // namespace

void Stances::Take(Stance stance) {
  if (left_out_from_s || (!kept.empty() && kept.back().SaysTheSame(stance))) return;
  if (kept.size() == kMostStances)
    left_out_from_s = stance.from_s;
  else
    kept.push_back(std::move(stance));
}

std::vector<Leadership> LeadershipOf(const std::vector<PartitionState>& states) {
  std::map<PartitionId, Leadership> partitions;
  std::map<PartitionId, Counting> counting;
  for (const auto& state : states) {
    const PartitionId id{state.cluster, state.topic, state.partition};
    auto& partition = partitions[id];
    if (partition.name.empty()) {
      partition.name =
          InCluster(state.cluster, state.topic) + "/" + std::to_string(state.partition);
      partition.cluster = state.cluster;
    }
    partition.told[state.node].Take(StanceOf(state));
    const auto [counts, first] = counting.try_emplace(id, Counting{state});
    if (!first && !counts->second.Take(state)) continue;
    partition.replicas = state.replicas;
    std::sort(partition.replicas.begin(), partition.replicas.end());
    partition.stances.Take(StanceOf(state));
  }
  std::vector<Leadership> all;
  for (auto& [id, partition] : partitions) all.push_back(std::move(partition));
  return all;
}

void AddSilences(const DownTimes& down, std::vector<Leadership>& partitions) {
  std::map<std::string, std::set<std::int32_t>> brokers;  // by cluster
  for (const auto& partition : partitions)
    for (const auto& [node, told] : partition.told) brokers[partition.cluster].insert(node);
  std::map<std::string, std::vector<Silence>> silences;
  for (const auto& [cluster, nodes] : brokers) silences[cluster] = SilencesOf(cluster, nodes, down);
  for (auto& partition : partitions) partition.silences = silences[partition.cluster];
}

std::string LeaderText(const Stance& stance) {
  return stance.leader < 0 ? "nobody leads" : "broker " + std::to_string(stance.leader) + " leads";
}

std::string IsrText(const Stance& stance) {
  std::vector<std::string> members;
  for (const auto member : stance.isr) members.push_back(std::to_string(member));
  return members.empty() ? "nobody" : Join(members, ", ");
}

}  // namespace kproof

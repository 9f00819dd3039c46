#include "harness/observe/open_transactions.h"

#include <map>

#include "harness/base/contains.h"
#include "harness/cluster/connect.h"
#include "harness/kafka/cluster_messages.h"

namespace kproof {

std::vector<OpenTransaction> OpenTransactions(const Cluster& cluster, const ClusterView& view,
                                              const std::vector<std::string>& topics,
                                              Duration timeout) {
  std::vector<OpenTransaction> open;
  std::map<std::int32_t, NodeClient> leaders;
  for (const auto& [name, info] : view.partitions) {
    if (info.leader < 0 || !Contains(topics, info.topic)) continue;
    auto leader = leaders.find(info.leader);
    if (leader == leaders.end())
      leader = leaders.emplace(info.leader, Connect(cluster.node(info.leader))).first;
    const auto range = leader->second.Offsets(info.topic, info.partition, timeout);
    if (!range || range->stable >= range->end) continue;
    const auto producers =
        AskFor(leader->second, messages::AskProducers(info.topic, info.partition),
               messages::ReadOpenProducers, timeout);
    if (!producers) continue;
    for (const auto& producer : *producers)
      if (producer.from == range->stable)
        open.push_back({info.topic, info.partition, producer.from, producer.id, producer.epoch});
  }
  return open;
}

}  // namespace kproof

#include "harness/observe/inquiry.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "harness/cluster/connect.h"
#include "harness/kafka/admin_messages.h"
#include "harness/kafka/cluster_messages.h"
#include "harness/kafka/messages.h"

namespace kproof {
namespace {

messages::Coded<std::vector<TopicPartition>> ReadMoving(std::string_view body) {
  const auto answer = messages::ReadOngoing(body);
  messages::Coded<std::vector<TopicPartition>> moving{answer.error, {}};
  for (const auto& move : answer.moves) moving.value.push_back(move.partition);
  return moving;
}

class Asker {
 public:
  Asker(const Cluster& cluster, const Observer& observer, Duration timeout)
      : cluster_(cluster), observer_(observer), timeout_(timeout) {}

  std::optional<int> Coordinator(CoordinatorOf of, const std::string& name) const {
    const auto kind = of == CoordinatorOf::kGroup ? messages::CoordinatorKind::kGroup
                                                  : messages::CoordinatorKind::kTransaction;
    const ClusterView view = observer_.View();
    for (const Node* const broker : cluster_.brokers()) {
      const auto answers = view.answers.find(broker->id());
      if (answers == view.answers.end() || !answers->second) continue;
      NodeClient client = Connect(*broker);
      const auto id =
          AskFor(client, messages::AskCoordinator(kind, name), messages::ReadCoordinator, timeout_);
      if (id && *id >= 0) return *id;
    }
    return std::nullopt;
  }

  // Committed offsets come from the coordinator, high watermarks from the leaders; a partition that
  // nobody answers for leaves the sum unknown.
  std::optional<std::int64_t> Lag(const std::string& group) const {
    const auto coordinator = Coordinator(CoordinatorOf::kGroup, group);
    if (!coordinator) return std::nullopt;
    NodeClient client = Connect(cluster_.node(*coordinator));
    const auto committed =
        AskFor(client, messages::AskCommitted(group), messages::ReadCommitted, timeout_);
    if (!committed || committed->empty()) return std::nullopt;
    std::set<std::string> topics;
    for (const auto& one : *committed) topics.insert(one.topic);
    const auto leaders = Leaders({topics.begin(), topics.end()});
    std::int64_t lag = 0;
    for (const auto& one : *committed) {
      const auto leader = leaders.find({one.topic, one.partition});
      if (leader == leaders.end() || leader->second < 0) return std::nullopt;
      const auto range =
          Connect(cluster_.node(leader->second)).Offsets(one.topic, one.partition, timeout_);
      if (!range) return std::nullopt;
      lag += std::max<std::int64_t>(0, range->end - one.offset);
    }
    return lag;
  }

 private:
  std::map<std::pair<std::string, std::int32_t>, std::int32_t> Leaders(
      const std::vector<std::string>& topics) const {
    std::map<std::pair<std::string, std::int32_t>, std::int32_t> leaders;
    const ClusterView view = observer_.View();
    for (const Node* const broker : cluster_.brokers()) {
      const auto answers = view.answers.find(broker->id());
      if (answers == view.answers.end() || !answers->second) continue;
      const auto metadata = Connect(*broker).Metadata(topics, timeout_);
      if (!metadata) continue;
      for (const auto& one : metadata->partitions) leaders[{one.topic, one.partition}] = one.leader;
      break;
    }
    return leaders;
  }

  const Cluster& cluster_;
  const Observer& observer_;
  Duration timeout_;
};

}  // namespace

Inquiry AskNodes(const Cluster& cluster, const Observer& observer, Duration timeout) {
  const Asker asker(cluster, observer, timeout);
  return {.coordinator = [asker](CoordinatorOf of,
                                 const std::string& name) { return asker.Coordinator(of, name); },
          .lag = [asker](const std::string& group) { return asker.Lag(group); }};
}

std::optional<std::vector<std::string>> Reassigning(const Cluster& cluster, const ClusterView& view,
                                                    Duration timeout) {
  if (!view.quorum || view.quorum->leader < 0) return std::nullopt;
  NodeClient active = ConnectToController(cluster.node(view.quorum->leader));
  const auto moving = AskFor(active, messages::AskOngoing(timeout), ReadMoving, timeout);
  if (!moving) return std::nullopt;
  std::vector<std::string> partitions;
  for (const auto& partition : *moving) partitions.push_back(ToString(partition));
  return partitions;
}

}  // namespace kproof

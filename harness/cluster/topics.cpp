// A request whose answer was lost may have been carried out, so TOPIC_ALREADY_EXISTS after such a
// try is success.
#include "harness/cluster/topics.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/base/error.h"
#include "harness/cluster/connect.h"

namespace kproof {
namespace {

constexpr Duration kCreateTimeout = std::chrono::seconds(5);
constexpr Duration kTopicTimeout = std::chrono::seconds(1);

bool Exists(NodeClient& client, const std::string& topic) {
  const auto answer = client.Metadata({topic}, kTopicTimeout);
  return answer && !answer->partitions.empty();
}

void Create(const Cluster& cluster, const NewTopic& topic, Deadline deadline) {
  std::string last = "no broker was asked";
  bool unanswered = false;
  const auto try_all = [&] {
    for (Node* const broker : cluster.brokers()) {
      NodeClient client = Connect(*broker);
      try {
        if (client.CreateTopic(topic.name, topic.partitions,
                               static_cast<std::int16_t>(topic.replication), topic.config,
                               kCreateTimeout)) {
          return true;
        }
      } catch (const Error&) {
        if (unanswered && Exists(client, topic.name)) return true;
        throw;
      }
      unanswered = true;
      last = broker->name() + ": " + client.last_error();
    }
    return false;
  };
  if (WaitUntil(try_all, deadline)) return;
  throw Error(fmt::format("topic {} could not be created: {}", topic.name, last));
}

// What `broker` does not see yet; "" when it sees the entire topic.
std::string Missing(NodeClient& client, const std::string& broker, const NewTopic& topic) {
  const auto answer = client.Metadata({topic.name}, kTopicTimeout);
  if (!answer) return broker + ": " + client.last_error();
  if (answer->partitions.size() != static_cast<std::size_t>(topic.partitions)) {
    return fmt::format("{} sees {} of {} partitions", broker, answer->partitions.size(),
                       topic.partitions);
  }
  for (const auto& info : answer->partitions) {
    if (info.leader < 0)
      return fmt::format("{}: {}/{} has no leader", broker, topic.name, info.partition);
    if (info.isr.size() != info.replicas.size()) {
      return fmt::format("{}: {}/{} has {} of {} replicas in sync", broker, topic.name,
                         info.partition, info.isr.size(), info.replicas.size());
    }
  }
  return "";
}

}  // namespace

void CreateTopic(const Cluster& cluster, const NewTopic& topic, Deadline deadline) {
  Create(cluster, topic, deadline);
  for (Node* const broker : cluster.brokers()) {
    NodeClient client = Connect(*broker);
    std::string missing;
    const auto whole = [&] { return (missing = Missing(client, broker->name(), topic)).empty(); };
    if (!WaitUntil(whole, deadline)) {
      throw Error(fmt::format("topic {} was created but is not ready: {}", topic.name, missing));
    }
  }
}

}  // namespace kproof

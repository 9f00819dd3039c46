// A request whose answer was lost may have been carried out, so TOPIC_ALREADY_EXISTS after such a
// try is success.
#include "harness/cluster/topics.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "harness/base/error.h"
#include "harness/base/wording.h"
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
        if (client.CreateTopic(topic, kCreateTimeout)) {
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

constexpr Duration kAskLimit = std::chrono::seconds(1);

// Nothing: the broker does not answer.
std::optional<std::set<std::string>> TopicsAt(const Node& broker) {
  NodeClient client = Connect(broker);
  const auto answer = client.Metadata({}, kAskLimit);
  if (!answer) return std::nullopt;
  std::set<std::string> topics;
  for (const auto& info : answer->partitions)
    if (!info.topic.starts_with("__")) topics.insert(info.topic);
  return topics;
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

// The log folders of deleted topics go later (file.delete.delay.ms, 1 min); they are renamed at
// once and in nobody's way.
void DeleteTopics(const Cluster& cluster, Deadline deadline) {
  ControllerClient admin = ConnectToActive(cluster);
  std::string left;
  const auto none_left = [&] {
    std::set<std::string> topics;
    left.clear();
    for (const Node* broker : cluster.brokers()) {
      const auto known = TopicsAt(*broker);
      if (!known || !known->empty()) left = broker->name();
      if (known) topics.insert(known->begin(), known->end());
    }
    if (topics.empty()) return left.empty();
    const std::vector<std::string> names(topics.begin(), topics.end());
    const auto answer = admin.DeleteTopics(names, deadline);
    // A broker may know a topic that the controller has deleted already.
    if (const auto refusal = answer.Refusal({kafka_error::kUnknownTopic}))
      throw Error("topics can't be deleted: " + *refusal);
    left += " knows " + JoinFew(names);
    return false;
  };
  if (!WaitUntil(none_left, deadline))
    throw Error("topics of an earlier run are still there: " + left);
}

}  // namespace kproof

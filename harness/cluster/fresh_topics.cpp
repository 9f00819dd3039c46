// The log folders of deleted topics go later (file.delete.delay.ms, 1 min); they are renamed at
// once and in nobody's way.
#include "harness/cluster/fresh_topics.h"

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/base/wording.h"
#include "harness/cluster/connect.h"

namespace kproof {
namespace {

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

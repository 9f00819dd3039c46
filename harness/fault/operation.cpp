// Brokers are asked rather than controllers, because only they answer Metadata; a stopped or frozen
// one would cost a time-out that a short window does not have.
#include "harness/fault/operation.h"

#include <algorithm>

#include "harness/base/contains.h"
#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/base/wording.h"

namespace kproof {
namespace {

constexpr Duration kMetadataLimit = std::chrono::milliseconds(500);

}  // namespace

Operation::Operation(const FaultOptions& options) : options_(options) {}

Undo Operation::Prepare(const Target&) {
  return Undo{"nothing: an operation is permanent", [] {}};
}

std::vector<TopicPartition> Operation::PartitionsOf(const Target& target) {
  std::vector<TopicPartition> partitions;
  for (const auto& name : target.partitions) {
    const auto slash = name.rfind('/');
    partitions.push_back({name.substr(0, slash), std::stoi(name.substr(slash + 1))});
  }
  if (partitions.empty())
    throw Error(ErrorKind::kUsage, target.name + " names no partitions",
                Hint("the target of this operation is 'partition TOPIC/NUMBER' or 'topic TOPIC'"));
  return partitions;
}

bool Operation::Flag(const std::string& param) const {
  const auto& value = With(param);
  if (value != "true" && value != "false")
    throw Error(ErrorKind::kUsage, param + ": " + value + " is neither true nor false");
  return value == "true";
}

ControllerClient& Operation::admin() const {
  if (!admin_) admin_ = std::make_unique<ControllerClient>(ConnectToActive(cluster()));
  return *admin_;
}

void Operation::Require(const AdminAnswer& answer, const std::string& what,
                        std::initializer_list<std::int16_t> forgiven) const {
  if (const auto refusal = answer.Refusal(forgiven))
    throw Error("Kafka refused to " + what + ": " + *refusal);
}

std::vector<const Node*> Operation::RunningBrokers() const {
  std::vector<const Node*> running;
  for (const Node* node : cluster().brokers())
    if (node->State() == RunState::kRuns) running.push_back(node);
  return running;
}

PartitionInfos Operation::Look(const std::vector<TopicPartition>& partitions) const {
  std::vector<std::string> topics;
  for (const auto& partition : partitions)
    if (!Contains(topics, partition.topic)) topics.push_back(partition.topic);
  std::string last = "every broker is stopped or frozen";
  PartitionInfos found;
  const auto all_known = [&] {
    for (const Node* node : RunningBrokers()) {
      NodeClient client = Connect(*node);
      const auto answer = client.Metadata(topics, kMetadataLimit);
      if (!answer) {
        last = node->name() + ": " + client.last_error();
        continue;
      }
      found.clear();
      for (const auto& info : answer->partitions) found[{info.topic, info.partition}] = info;
      std::erase_if(found, [&](const auto& entry) { return !Contains(partitions, entry.first); });
      if (found.size() == partitions.size()) return true;
      last = node->name() + " does not know all of them";
    }
    return false;
  };
  if (WaitUntil(all_known, Limit())) return found;
  throw Error(
      "no broker described " + JoinFew(topics) + " within " + HumanDuration(options_.within),
      Hint("last heard: " + last));
}

std::string ListOf(const std::vector<std::int32_t>& ids) {
  std::vector<std::string> texts;
  for (const auto id : ids) texts.push_back(std::to_string(id));
  return "[" + Join(texts, ", ") + "]";
}

}  // namespace kproof

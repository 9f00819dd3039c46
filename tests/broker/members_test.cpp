// What changes the members of a real cluster or their Kafka: a broker leaves and another one comes
// in its place; every node gets another version. Each has a cluster of its own.
#include <gtest/gtest.h>

#include <algorithm>

#include "harness/base/contains.h"
#include "harness/cluster/connect.h"
#include "harness/fault/fault.h"
#include "harness/kafka/membership_messages.h"
#include "harness/kafka/node_client.h"
#include "tests/broker/break_and_mend.h"
#include "tests/broker/live.h"

namespace kproof {
namespace {

constexpr Duration kWithin = std::chrono::seconds(60);
constexpr char kBefore[] = "3.9.1";  // the last with a metadata.version below Kafka 4

std::unique_ptr<Fault> FaultOn(Cluster& cluster, const std::string& name) {
  const auto& type = FindFault(name);
  FaultOptions options{.with = {}, .within = kWithin, .cluster = &cluster};
  for (const auto& param : type.params) options.with.try_emplace(param.name, param.fallback);
  return type.make(options);
}

TEST(Members, OneLeavesAndANewOneTakesItsPlace) {
  ClusterSetup spec;
  spec.controllers = 1;
  const Live live(spec);
  CreateTopic(*live, {.name = "pay", .partitions = 3, .replication = 2, .config = {}},
              Deadline(std::chrono::seconds(20)));
  const auto ask = [&] {
    return NodeClient(live->node(1).clients()).Metadata({}, kTimeout).value_or(MetadataAnswer{});
  };
  const auto holds = [](const PartitionInfo& partition) { return Contains(partition.replicas, 3); };
  const auto left = [&] {
    const auto answer = ask();
    return !answer.partitions.empty() && !Contains(answer.brokers, 3) &&
           std::none_of(answer.partitions.begin(), answer.partitions.end(), holds);
  };
  const auto has_come = [&] {
    const auto answer = ask();
    return Contains(answer.brokers, 3) &&
           std::any_of(answer.partitions.begin(), answer.partitions.end(), holds) &&
           std::all_of(answer.partitions.begin(), answer.partitions.end(),
                       [](const auto& partition) { return partition.isr.size() == 2; });
  };
  const auto fault = FaultOn(*live, "shrink");
  BreakAndMend("shrink", *fault, {live->node(3).name(), {&live->node(3)}},
               {.broken = left, .mended = has_come});
}

TEST(Upgrade, EveryNodeGetsAnotherKafkaAndTheLevelIsRaised) {
  ClusterSetup spec;
  spec.brokers = 1;
  spec.controllers = 1;
  spec.kafka = kBefore;
  const Live live(spec, FindKafka(kBefore, "", {}));
  Target all{"controllers and brokers", {}};
  for (Node* node : live->controllers()) all.nodes.push_back(node);
  for (Node* node : live->brokers()) all.nodes.push_back(node);
  const auto level = [&] {
    NodeClient client(live->node(1).clients());
    const auto body = client.Ask(messages::AskFeatures(), kTimeout);
    return body ? messages::ReadFeatures(*body).finalized["metadata.version"] : std::int16_t{0};
  };
  const auto before = level();
  const auto answers = [&] {
    return NodeClient(live->node(1).clients()).Metadata({}, kTimeout).has_value();
  };
  const auto fault = FaultOn(*live, "rolling-upgrade");
  BreakAndMend("rolling-upgrade", *fault, all,
               {.broken = [&] { return level() > before; }, .mended = answers});
}

}  // namespace
}  // namespace kproof

// What the requests of an operator have in common as faults: they go to the active controller, act
// on partitions, and are proven by what brokers say of these partitions afterwards.
//
// Not thread-safe: one step uses one.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "harness/cluster/connect.h"
#include "harness/fault/fault.h"

namespace kproof {

// The source of a setting (ConfigEntry) that was set on the topic itself.
inline constexpr char kSetOnTopic[] = "DYNAMIC_TOPIC_CONFIG";

using PartitionInfos = std::map<TopicPartition, PartitionInfo>;

class Operation : public Fault {
 public:
  explicit Operation(const FaultOptions& options);

  // What an operation did stays done: an operator would need another one to take it back.
  Undo Prepare(const Target& target) override;

 protected:
  // Of the target; throws Error(kUsage) when it names none.
  static std::vector<TopicPartition> PartitionsOf(const Target& target);

  Cluster& cluster() const { return *options_.cluster; }
  const FaultOptions& options() const { return options_; }
  const std::string& With(const std::string& param) const { return options_.with.at(param); }
  // "true" or "false"; throws Error(kUsage) for anything else.
  bool Flag(const std::string& param) const;
  Deadline Limit() const { return Deadline(options_.within); }
  ControllerClient& admin() const;
  // Throws Error with what Kafka refused but for the codes in `forgiven`.
  void Require(const AdminAnswer& answer, const std::string& what,
               std::initializer_list<std::int16_t> forgiven = {}) const;
  // Those that are neither ended nor frozen: a question to another one costs a time-out.
  std::vector<const Node*> RunningBrokers() const;
  // As one broker that knows all of them says now; frozen brokers are not asked. Throws Error when
  // none does within the limit.
  PartitionInfos Look(const std::vector<TopicPartition>& partitions) const;

 private:
  FaultOptions options_;
  mutable std::unique_ptr<ControllerClient> admin_;
};

// "[1, 2, 3]"
std::string ListOf(const std::vector<std::int32_t>& ids);

}  // namespace kproof

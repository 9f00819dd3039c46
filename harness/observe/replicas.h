// Every replica of every partition, read from its own node and compared with the leader's log: so a
// loss on a follower is found now, and not when it becomes leader next month. docs/decisions
// explains why.
//
// Thread-safe; blocks until all are read.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "harness/observe/log_comparison.h"
#include "harness/observe/observer.h"

namespace kproof {

// One replica of one partition. The leader's own is among them; it differs from nothing.
struct ReplicaRead {
  std::string topic;
  std::int32_t partition = 0;
  std::int32_t node = 0;
  std::int32_t leader = -1;
  std::int32_t leader_epoch = -1;
  bool in_isr = false;  // before it was read and after
  // From the log start to the leader's high watermark, and how far of it was compared.
  std::int64_t start = 0;
  std::int64_t end = 0;
  std::int64_t position = 0;
  std::string problem;  // why it was not compared to the end; "" when it was
  std::vector<LogDifference> differences;
};

struct ReplicaQuestion {
  const Cluster* cluster = nullptr;
  const Observer* observer = nullptr;
  std::vector<std::string> topics;
  Deadline deadline;
  std::function<bool()> give_up;
};

// Compacted topics are left out: each replica is compacted on its own. Nothing: no broker answered
// in time which replicas lead.
std::optional<std::vector<ReplicaRead>> ReadReplicas(const ReplicaQuestion& question);

}  // namespace kproof

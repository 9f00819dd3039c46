// Topics made so that load can start at once: created by one broker, and then seen by all of them.
//
// Not thread-safe per call; calls are independent of each other.
#pragma once

#include "harness/cluster/cluster.h"
#include "harness/kafka/node_client.h"

namespace kproof {

inline constexpr Duration kTopicLimit = std::chrono::seconds(30);  // a long wait for CreateTopic

// Creates the topic by the first broker that answers, then waits until every broker lists all its
// partitions with a leader and a full ISR. Throws Error: what Kafka answered, or what was still
// missing when the deadline passed.
void CreateTopic(const Cluster& cluster, const NewTopic& topic, Deadline deadline);

}  // namespace kproof

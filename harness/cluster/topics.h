// Topics made so that load can start at once: created by one broker, and then seen by all of them.
// And topics deleted, so that a cluster can be used again as if nothing had been put into it.
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

// Deletes every topic but Kafka's own ("__consumer_offsets" and so on) and returns once no broker
// knows any of them, so that topics of the same names can be created: they get other ids, and
// nothing of the old ones is in them. Throws Error: what Kafka refused, or which broker still
// knows which topic when the deadline passes.
void DeleteTopics(const Cluster& cluster, Deadline deadline);

}  // namespace kproof

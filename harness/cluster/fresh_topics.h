// Empties a cluster that was used before.
//
// Not thread-safe per call.
#pragma once

#include "harness/cluster/cluster.h"

namespace kproof {

// Deletes every topic but Kafka's own ("__consumer_offsets" and so on) and returns once no broker
// knows any of them, so that topics of the same names can be created: they get other ids, and
// nothing of the old ones is in them. Throws Error: what Kafka refused, or which broker still knows
// which topic when the deadline passes.
void DeleteTopics(const Cluster& cluster, Deadline deadline);

}  // namespace kproof

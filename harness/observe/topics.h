// A topic of a run, by its parts: CreateTopic of the cluster room with the arguments that a
// scenario has at hand.
//
// Thread-safe: each call has connections of its own.
#pragma once

#include <map>
#include <string>

#include "harness/cluster/topics.h"

namespace kproof {

// As CreateTopic: returns once every broker lists all partitions with a leader and a full ISR;
// throws Error.
inline void CreateTopicAndWait(const Cluster& cluster, const std::string& topic, int partitions,
                               int replication, const std::map<std::string, std::string>& config,
                               Deadline deadline) {
  CreateTopic(
      cluster,
      {.name = topic, .partitions = partitions, .replication = replication, .config = config},
      deadline);
}

}  // namespace kproof

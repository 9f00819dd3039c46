// Replicas of a run's topics as facts: read from their own nodes and compared with their leaders.
#pragma once

#include <functional>
#include <string>

#include "audit/store/sinks.h"
#include "harness/run/clusters.h"
#include "harness/scenario/plan.h"

namespace kproof {

// Reads all replicas of the scenario's topics and writes what was found; the cluster must have been
// whole. Blocks until all are read, the deadline passes or `give_up` returns true; replicas that
// were not read are facts too. Returns how many records differ, for people.
std::uint64_t RecordReplicas(const Scenario& scenario, const Clusters& clusters, ClusterSink& store,
                             RunClock clock, Deadline deadline,
                             const std::function<bool()>& give_up);

}  // namespace kproof

// Transactions that are open when the load is over, as facts: who holds a last stable offset.
#pragma once

#include <string>
#include <vector>

#include "audit/store/sinks.h"
#include "harness/run/clusters.h"
#include "harness/scenario/plan.h"

namespace kproof {

// Asks the leaders of a scenario that sends in transactions, and writes a note for each that holds
// one. Returns them for people.
std::vector<std::string> RecordOpenTransactions(const Scenario& scenario, const Clusters& clusters,
                                                ClusterSink& store, RunClock clock);

}  // namespace kproof

// Waits until a started cluster is up: until each node says so itself.
//
// Thread-safe: no shared state.
#pragma once

#include <string>

#include "harness/cluster/cluster.h"

namespace kproof {

// Asks every node by itself, again and again, until each says that it is in: each controller knows
// the active one, each broker lists all brokers, is unfenced and gives out producer ids. Throws
// Error(kNotRun) with the last log lines of a node that ended or, when `deadline` (`within` after
// the start) has passed, of one that did not come up.
void AwaitReady(const Cluster& cluster, Deadline deadline, Duration within);

// Throws that error: "broker-2 <what>; the last lines of logs/broker-2.log: …".
[[noreturn]] void FailToStart(const Cluster& cluster, const Node& node, const std::string& what);

}  // namespace kproof

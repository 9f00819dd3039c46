// Restarts of nodes one by one, as operators do them.
//
// Thread-safe: no shared state.
#pragma once

#include <functional>
#include <string>

#include "harness/fault/fault.h"

namespace kproof {

// Waits until every broker lists all brokers and a full ISR for every partition, and every
// controller knows the active one. Throws Error with what is missing when `within` passes.
void AwaitInSync(const Cluster& cluster, Duration within);

// Ends the node with `signal`, does `between`, starts it and waits until it serves. Gives what was
// seen: "broker-1: ended by exit code 143, serves again after 6.1 s".
std::string Restart(
    Node& node, int signal, Duration within, const std::function<void()>& between = [] {});

// Ends the node with SIGTERM, with SIGKILL where that takes more than half of the limit, starts it
// and waits until it serves. Throws Error when it does not come back.
void ForceRestart(Node& node, Duration within);

}  // namespace kproof

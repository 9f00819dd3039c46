// The compose driver: the Kafka nodes that a compose file describes, in containers of a project of
// their own. The file is started as it is, but for the scenario's `config`, which every node gets
// through its environment.
//
// Nothing outlives the cluster, however kproof ends: a small process of its own waits for that, and
// takes the project down (compose_guard.h). The addresses that clients are told stand in the file,
// so two clusters of one file can't be up at once.
#pragma once

#include "harness/cluster/registry.h"

namespace kproof {

DriverType ComposeDriver();

}  // namespace kproof

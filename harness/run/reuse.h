// Which clusters can be used by one scenario after the other, because starting them takes longer
// than most runs.
//
// Thread-safe: pure functions.
#pragma once

#include <string>

#include "harness/scenario/scenario.h"

namespace kproof {

// Whether clusters that went through this scenario are as good as new once they are whole again and
// have other topics. Not so where a fault leaves something behind (FaultType::remains) or was not
// undone, where nodes have the shim in them, or where consumer groups kept offsets.
bool LeavesAsItWas(const Scenario& scenario);

// Equal for scenarios that can use the same clusters one after the other: the scenario's text for
// its clusters and the needs of its faults, so that it has every setting of a cluster.
std::string ShareKey(const Scenario& scenario);

}  // namespace kproof

// How long a run is expected to take: its load, which the plan knows, and what is usual before and
// after it.
//
// Thread-safe: pure functions.
#pragma once

#include <optional>

#include "harness/scenario/scenario.h"

namespace kproof {

// Starting three brokers and three controllers; reading everything back, and the verdict. Measured
// on two cores.
inline constexpr Duration kUsualStart = std::chrono::seconds(10);
inline constexpr Duration kUsualEnd = std::chrono::seconds(4);

// From the steady load to its end; nothing where a step begins or ends with a state.
std::optional<Duration> ExpectedLoad(const Scenario& scenario);

}  // namespace kproof

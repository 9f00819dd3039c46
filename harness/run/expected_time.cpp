#include "harness/run/expected_time.h"

#include <algorithm>

namespace kproof {

std::optional<Duration> ExpectedLoad(const Scenario& scenario) {
  Duration load = scenario.duration;
  for (const auto& step : scenario.steps) {
    if (step.begin.state || step.end.state) return std::nullopt;
    const Duration held = step.end.time.value_or(Duration::zero());
    const Duration last =
        step.begin.time.value_or(Duration::zero()) + (step.repeat - 1) * std::max(step.every, held);
    load = std::max(load, last + held);
  }
  return load;
}

}  // namespace kproof

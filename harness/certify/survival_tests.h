// Scenarios that show whether settings survive a fault, and what their unsafe twin must show.
//
// Each takes the settings of a producer `checkout` and a topic `payments`. Adding one: its file in
// scenarios/matrix/faults, and a row here. Thread-safe: constants.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "harness/scenario/scenario.h"
#include "harness/words/finding.h"

namespace kproof {

struct SurvivalTest {
  const char* scenario;  // below scenarios/matrix
  // What the control must show, which has the settings of `unsafe` instead of those under test:
  // that a loss would have been seen. Nothing: no settings are sure to show it under this fault.
  std::optional<FindingKind> shows;
  std::vector<Override> unsafe;
};

// In the order in which certificates name them.
std::span<const SurvivalTest> SurvivalTests();

}  // namespace kproof

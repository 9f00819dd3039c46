// A fault that is in the cluster, and how it ended, as whoever watches a run is informed of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "harness/base/clock.h"

namespace kproof {

struct ActiveFault {
  std::size_t step = 1;  // of the scenario, counted from 1 as in all text
  std::string fault;     // "kill"
  std::string target;    // as it was resolved: "leader of payments/0 (broker-2)"
  RunMicros since = 0;

  // "kill leader of payments/0 (broker-2)"
  std::string Text() const { return fault + " " + target; }
  bool operator==(const ActiveFault&) const = default;
};

struct EndedFault {
  ActiveFault fault;
  std::optional<bool> bit, healed;  // nothing: that was not reached
  std::string problem;              // "" where all went as it should

  bool operator==(const EndedFault&) const = default;
};

}  // namespace kproof

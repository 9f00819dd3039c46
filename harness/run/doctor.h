// What this machine can do: what runs need, each kind of sandbox, each feature of its network, each
// fault, each driver, each client; available or not, why not, and how to get it.
#pragma once

#include <string>
#include <vector>

namespace kproof {

struct Ability {
  std::string group;    // "machine", "sandbox", "network", "fault", "driver", "client"
  std::string name;     // "private", "cut"
  bool works = false;   // in some place that this machine has
  std::string details;  // what was found, or why it does not work
  std::string remedy;   // how to get it; "" where it works or cannot be had
};

// Only for programs with a single thread so far, because it tries a sandbox. Never throws for what
// is missing.
std::vector<Ability> Examine();

// Whether a run without faults can take place.
bool CanRun(const std::vector<Ability>& abilities);

}  // namespace kproof

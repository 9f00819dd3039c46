// What the kernel lets us do to a network here: tried on links and tables that are removed at once.
//
// In the present network namespace, so call it in a sandbox, never on a host. Thread-safe.
#pragma once

#include <string>
#include <vector>

namespace kproof {

struct NetworkFeature {
  std::string name;    // "netem"
  std::string offers;  // "delay, jitter, duplicates and reordering in the kernel"
  bool works = false;
  std::string reason;  // why it does not; "" where it does
  std::string remedy;  // what to do about it, or that it is not needed; "" where it works
};

// One row each, always the same ones in the same order. Never throws for what is refused.
std::vector<NetworkFeature> ProbeNetwork();

// One of them by its name; throws Error for another name.
NetworkFeature ProbeNetworkFeature(const std::string& name);

}  // namespace kproof

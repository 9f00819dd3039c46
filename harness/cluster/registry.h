// The drivers that there are, what their nodes can do, and how they bring a cluster up.
//
// Thread-safe: constants.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "harness/cluster/cluster.h"
#include "harness/cluster/cluster_setup.h"
#include "harness/cluster/sandbox.h"
#include "harness/words/need.h"

namespace kproof {

struct DriverType {
  std::string name;
  std::string summary;
  // Abilities of its nodes, and what can be prepared for them. A fault that needs anything else
  // can't be used on its clusters.
  std::set<Need> gives;
  // Keys of `cluster` in a scenario that it accepts, besides `driver`. The others are defined where
  // the driver's nodes are, as in a compose file.
  std::vector<std::string> keys;
  // Its nodes live in the run's own network: in the private sandbox, or on loopback addresses. Else
  // they are somewhere that a sandbox would be cut off from.
  bool in_our_network = true;
  bool runs_cached_kafka =
      true;  // or an unpacked one; else whoever made its nodes gave them theirs
  // What this machine lacks for it; nothing where it has all.
  std::optional<Refusal> (*lacking)() = nullptr;
  // Starts a cluster and returns once every node says that it is in. Throws Error(kNotRun) where it
  // does not come up.
  std::unique_ptr<Cluster> (*start)(const ClusterSetup& setup,
                                    const std::function<void(const std::string&)>& say) = nullptr;
};

// In alphabetical order.
const std::vector<DriverType>& Drivers();
// Throws Error(kUsage) for a name that isn't there.
const DriverType& FindDriver(const std::string& name);

}  // namespace kproof

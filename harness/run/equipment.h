// What one run prepares before its clusters start, for its faults to use: the network of its hosts
// and those mechanisms that its steps need.
//
// Belongs to the conductor's thread; what it hands out is thread-safe as its headers say.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "harness/cluster/cluster.h"
#include "harness/cluster/cluster_setup.h"
#include "harness/inject/mechanisms.h"
#include "harness/run/place.h"
#include "harness/words/need.h"

namespace kproof {

class Equipment {
 public:
  // Throws Error(kNotRun) when this place can't give what the scenario needs.
  Equipment(const Scenario& scenario, const RunPlace& place);
  ~Equipment();

  const std::shared_ptr<Network>& network() const { return network_; }
  // Call it before a cluster starts: prepares what the faults at this cluster need.
  void Prepare(ClusterSetup& setup);
  // Call it once the cluster is up and before it is used: puts proxies in front of its brokers.
  // Throws Error if a client could bypass them.
  void Attach(const Cluster& cluster);
  // For the faults at this cluster.
  Mechanisms For(const std::string& cluster) const;
  // What went wrong within the mechanisms themselves, one text each.
  std::vector<std::string> Failures() const;

 private:
  const std::set<Need> needs_;
  std::shared_ptr<Network> network_;
  std::unique_ptr<PacketFilter> filter_;
  std::unique_ptr<Wire> wire_;
  std::map<std::string, std::unique_ptr<Proxies>> proxies_;  // by cluster
  std::map<std::string, std::unique_ptr<Shims>> shims_;      // the same
};

}  // namespace kproof

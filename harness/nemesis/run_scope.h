// What a nemesis acts on: the clusters of a run, their observers and agents, and where facts go.
//
// Filled in by whoever made all of it, and unchanged while a nemesis runs; everything behind it is
// thread-safe.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "audit/store/sinks.h"
#include "harness/inject/mechanisms.h"
#include "harness/nemesis/active_fault.h"
#include "harness/nemesis/situation.h"

namespace kproof {

struct ClusterScope {
  Cluster* cluster = nullptr;
  Observer* observer = nullptr;
  Mechanisms mechanisms = {};  // what the run has prepared for faults of this cluster
};

struct RunScope {
  std::map<std::string, ClusterScope> clusters;
  FaultSink* store = nullptr;
  RunClock clock;
  std::function<std::uint64_t()> acked;            // by all producers so far
  std::function<std::vector<AgentHost>()> agents;  // of all clusters; absent: none are targets
  std::function<void(const std::string& line)> progress;  // thread-safe
  // Called when a fault goes in and when it has been taken back; thread-safe. Absent: nobody asks.
  std::function<void(const ActiveFault& fault)> fault_began = {};
  std::function<void(const EndedFault& fault)> fault_ended = {};
};

}  // namespace kproof

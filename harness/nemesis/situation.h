// What the nemesis sees of a cluster when it resolves a target or checks a state.
//
// A value; make a new one for each question.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "harness/cluster/cluster.h"
#include "harness/observe/inquiry.h"
#include "harness/observe/observer.h"

namespace kproof {

// An agent as faults see it.
struct AgentHost {
  std::string kind;  // its word, "producer"
  std::string name;  // of the scenario, "checkout"; of this instance is its host's, "checkout-0"
  std::string cluster = "main";  // that it is a client of
  Host host;
  std::shared_ptr<TargetProcess> process = nullptr;

  bool operator==(const AgentHost&) const = default;
};

// How far a step that others may wait for has come.
struct StepMoments {
  bool began = false;  // its fault was injected, and asked whether it bit
  bool over = false;   // it was taken back, or will never begin
};

struct Situation {
  Cluster* cluster = nullptr;
  ClusterView view;
  std::uint64_t acked = 0;             // records acked by all producers of the run so far
  std::int64_t at = 0;                 // MonotonicMicros
  std::vector<AgentHost> agents = {};  // of this cluster
  std::map<std::string, StepMoments> steps = {};  // those that have a name, of the entire run
  Inquiry ask = {};                               // what is not asked all the time
};

// "leader 2 (epoch 5), isr [1, 2, 3]" for each partition named, for the record.
std::string Describe(const Situation& situation, const std::vector<std::string>& partitions);

}  // namespace kproof

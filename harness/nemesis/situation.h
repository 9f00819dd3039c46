// What the nemesis sees of the world when it resolves a target or asks whether a state holds.
//
// A value; make a new one for each question.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "harness/cluster/cluster.h"
#include "harness/observe/observer.h"

namespace kproof {

struct Situation {
  Cluster* cluster = nullptr;
  ClusterView view;
  std::uint64_t acked = 0;  // records acked by all producers of the run so far
};

// "leader 2 (epoch 5), isr [1, 2, 3]" for each partition named, for the record.
std::string Describe(const Situation& situation, const std::vector<std::string>& partitions);

}  // namespace kproof

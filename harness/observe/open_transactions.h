// Transactions that hold a partition's last stable offset below its high watermark, as its leader
// says.
//
// Thread-safe: opens connections of its own; blocks until every leader was asked.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "harness/cluster/cluster.h"
#include "harness/observe/observer.h"

namespace kproof {

struct OpenTransaction {
  std::string topic;
  std::int32_t partition = 0;
  std::int64_t from = 0;  // where it begins, and the last stable offset stands
  std::int64_t producer = -1;
  std::int32_t epoch = -1;
};

// Asks the leaders of these topics' partitions in `view`, `timeout` for each question. What a
// leader does not answer is left out.
std::vector<OpenTransaction> OpenTransactions(const Cluster& cluster, const ClusterView& view,
                                              const std::vector<std::string>& topics,
                                              Duration timeout);

}  // namespace kproof

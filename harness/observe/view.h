// How the answers of single nodes become one view, and which changes in them are disturbances: pure
// functions, tested without a cluster.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "harness/observe/observer.h"

namespace kproof {

// What one node last said.
struct NodeAnswers {
  bool broker = false;
  bool controller = false;
  bool answers = false;  // all questions of the last round
  std::int64_t brokers_asked_at =
      0;  // MonotonicMicros of the question behind `partitions`; 0: none answered
  std::int64_t quorum_asked_at = 0;
  std::map<std::string, PartitionInfo> partitions;
  std::vector<std::int32_t> listed;  // unfenced brokers
  std::optional<QuorumAnswer> quorum;
  std::map<int, Duration> behind;  // of the active controller only
};

std::string PartitionKey(const PartitionInfo& info);

// Nodes that do not answer now count only if no node of their kind answers. A partition in `known`
// that no broker lists has no leader in the view.
ClusterView Merge(const std::map<int, NodeAnswers>& nodes,
                  const std::map<std::string, PartitionInfo>& known);

// Finds ISR changes that no fault explains. Only answers of a partition's leader count, with an
// epoch not older than before: the other brokers lag behind.
class IsrWatch {
 public:
  struct Lost {
    std::string partition;
    std::string what;  // "ISR lost broker 3, now 1 2 (leader 1, epoch 4)"
  };
  // Takes one answer of broker `node`; changes of partitions that a node in `excused` leads, led or
  // left are excused.
  std::vector<Lost> Take(int node, const std::vector<PartitionInfo>& answer,
                         const std::set<int>& excused);

 private:
  std::map<std::string, PartitionInfo> last_;
};

}  // namespace kproof

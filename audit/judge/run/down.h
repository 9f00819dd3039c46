// When nodes were down, by faults, disturbances and the answers of the nodes themselves.
//
// Not thread-safe.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "audit/store/fact_reader.h"

namespace kproof {

class DownTimes {
 public:
  // What a fault proves of its nodes while it lasts.
  enum class Proof {
    kAll,      // they are down
    kAtFirst,  // they are down, and may be started again within it
    kNone      // they may be down
  };

  explicit DownTimes(const FactReader& store);

  // Whether the node certainly was down at that moment, or may have been.
  bool Certainly(const std::string& cluster, std::int32_t node, RunMicros at) const;
  bool Maybe(const std::string& cluster, std::int32_t node, RunMicros at) const;
  // Whether it went down before and has given no sign of life since: what it said last is old.
  bool IsSilent(const std::string& cluster, std::int32_t node, RunMicros at) const;
  // The moments at which that may change for any node of the cluster.
  std::vector<RunMicros> Changes(const std::string& cluster) const;

 private:
  struct Down {
    RunMicros from = 0;
    RunMicros proven_until = 0, until = 0;
    Proof proof = Proof::kNone;
  };
  using NodeId = std::pair<std::string, std::int32_t>;  // cluster, id

  void Add(const NodeId& node, RunMicros from, std::optional<RunMicros> to, Proof proof);
  void LoadAnswers(const FactReader& store);

  bool Any(const std::string& cluster, std::int32_t node,
           const std::function<bool(const Down&)>& holds) const;

  std::map<NodeId, std::set<RunMicros>> up_;  // a node that answers, or was started, is up
  std::map<NodeId, std::vector<Down>> downs_;
};

}  // namespace kproof

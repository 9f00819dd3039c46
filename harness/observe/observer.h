// The cluster as each of its nodes sees it, kept fresh in the background: one thread and one
// connection for each node, so that a frozen node delays no other. Changes are written as facts;
// anything that goes wrong without a fault is a disturbance.
//
// Thread-safe.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "harness/base/error.h"
#include "harness/cluster/cluster.h"
#include "harness/kafka/node_client.h"

namespace kproof {

// The last answers put together. For each partition the answer with the highest leader epoch wins;
// among equals the leader's own, then the newest.
struct ClusterView {
  std::int64_t asked_at = 0;  // MonotonicMicros of the oldest question that counts in it
  std::map<std::string, PartitionInfo> partitions;  // by "topic/number"
  std::optional<QuorumAnswer> quorum;  // with the highest epoch among controllers that answer
  std::map<int, bool> answers;         // node → answered its last question
  std::map<int, std::vector<std::int32_t>>
      listed;  // broker that answers → brokers that it lists as unfenced
  // Node → how long ago it had all of the metadata log, as the active controller says; empty where
  // that one does not answer.
  std::map<int, Duration> behind;

  const PartitionInfo* Find(const std::string& topic_partition) const;
};

class Observer {
 public:
  // The subject of a disturbance that is this machine's, whatever the cluster.
  static constexpr const char* kMachine = "machine";

  struct Disturbance {
    std::string subject;  // the node's name, a partition or kMachine
    std::string what;
    std::optional<int> node = {};  // its id, where it is one
  };

  // Gets what it observes; called from its threads, in order for each node.
  struct Sink {
    std::function<void(int node, const PartitionInfo&)>
        partition;  // when it differs from that node's last answer
    std::function<void(int node, const QuorumAnswer&)> quorum;  // likewise
    std::function<void(const Disturbance& disturbance)> disturbance;
    // What was thrown in one of the threads, by the sinks too, of whatever type; that thread goes
    // on.
    std::function<void(const Error& error)> failed;
  };

  Observer(Cluster& cluster, std::vector<std::string> topics, Sink sink,
           Duration interval = std::chrono::milliseconds(100));
  ~Observer();  // stops and joins

  ClusterView View() const;
  // A view in which at least one broker (and, if there are any, one controller) was asked after
  // this call; nothing when the deadline passes first.
  std::optional<ClusterView> FreshView(Deadline deadline) const;

  // Nodes that a fault is about to act on or may affect: their exits, and ISRs that lack them, are
  // not disturbances until ExpectDown(…, false).
  void ExpectDown(const std::set<int>& nodes, bool excused);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// A node that had all of the metadata log within this time takes part: a voter that does not manage
// to fetch for that long asks for an election (controller.quorum.fetch.timeout.ms, 2 s).
inline constexpr Duration kFollows = std::chrono::seconds(2);

// Whether a broker is unfenced, by all other brokers that follow the metadata log: Metadata lists
// only unfenced ones (KRaftMetadataCache.getAliveBrokerNodes). Nothing: no broker that could know
// answers.
std::optional<bool> Unfenced(const ClusterView& view, int broker);

// All nodes answer and follow the metadata log, every broker is unfenced, every partition has a
// leader and a full ISR, and one controller is active. `missing` gets what is not so, by name.
bool Whole(const Cluster& cluster, const ClusterView& view, std::string* missing = nullptr);

}  // namespace kproof

// The local driver: real Kafka as child processes, each node on a host of its own of the network it
// is given.
//
// Broker 2 has the second address of the cluster's subnet and controller 102 the 102nd. Ports are
// 9092 (clients), 9093 (replication), 9094 (controllers) unless the scenario names others or
// somebody listens there on all addresses.
//
// Throws Error(kNotRun) with the node's last log lines when the cluster can't come up (no Java,
// Java too old, port taken, disk full, a node that exits).
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "harness/cluster/cluster.h"
#include "harness/cluster/kafka_home.h"
#include "harness/cluster/node_files.h"

namespace kproof {

struct LocalSpec {
  std::string name = "main";
  int brokers = 3;
  int controllers = 3;
  bool combined = false;
  std::string heap = "256m";
  std::optional<int> port = {};
  // Leaves each broker's clients address to a proxy: the broker says that it is there, and listens
  // 100 ports above (below, where there is none above).
  bool proxied = false;
  std::shared_ptr<Network> network = {};  // nothing: loopback addresses of its own
  // One after the other in turn, for brokers (broker.rack) and for controllers; empty: none.
  std::vector<std::string> racks = {};
  int log_dirs = 1;                // of each node
  bool dynamic_quorum = false;     // KIP-853; needs Kafka 3.9
  std::optional<int> voters = {};  // of it: the first controllers; else all
  // The log folders of each node are on a disk of its own (own_disk.h).
  bool own_disks = false;
  std::map<std::string, std::string> features = {};  // feature → level, where not Kafka's own
  std::map<std::string, std::string> config = {};    // server properties of every node, given last
  // More environment for a node's process, asked once for each before the first start.
  std::function<std::map<std::string, std::string>(const NodePlan& node)> environment = {};
  std::string folder = {};  // of this cluster: node folders, configurations
  // <log_folder>/<node>.log, or <log_folder>/<cluster>.<node>.log of another cluster than `main`.
  std::string log_folder = {};
  Duration ready_within = std::chrono::seconds(60);
};

// Starts a cluster and returns once every node says it is in: each controller knows the active one,
// each broker lists all brokers and is unfenced.
std::unique_ptr<Cluster> StartLocalCluster(const LocalSpec& spec, const KafkaHome& home,
                                           const std::function<void(const std::string&)>& progress);

}  // namespace kproof

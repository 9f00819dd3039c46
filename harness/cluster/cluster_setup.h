// What a driver is asked to start. A driver whose nodes are defined elsewhere, as in a compose
// file, checks their number and ignores the settings that it can't apply.
//
// A value.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "harness/base/clock.h"
#include "harness/cluster/network.h"
#include "harness/cluster/node_files.h"

namespace kproof {

struct ClusterSetup {
  std::string driver = "local";
  std::string file = {};  // of driver compose: its compose file; "": docker-compose.yml
  std::string name = "main";
  std::string kafka = "4.3.1";  // its version
  std::string kafka_dir = {};  // an unpacked Kafka or a folder of jars; "": fetched jars of `kafka`
  int brokers = 3;
  int controllers = 3;
  bool combined = false;
  std::string heap = "256m";
  std::optional<int> port = {};
  // Leaves each broker's client address to a proxy: the broker advertises that address, but listens
  // 100 ports above it (below it, where there is no such port).
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

}  // namespace kproof

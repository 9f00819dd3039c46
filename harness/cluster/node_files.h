// What a local node is made of on disk: its server properties, its log4j configuration, its JVM's
// command line and its formatted log folder.
//
// Thread-safe: no shared state but the cache, which is.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "harness/cluster/kafka_home.h"
#include "harness/cluster/node.h"

namespace kproof {

using Properties = std::map<std::string, std::string>;

struct NodePlan : NodeIdentity {
  Host host;
  // Of this node alone, and its working directory: paths that Kafka or the JVM would take apart
  // (lookups, URIs, lists) are given relative to it.
  std::string folder;
  std::string log_folder;  // shared by all nodes, of all clusters of a run
  std::string log_name;    // "broker-1", "east.broker-1" in another cluster than `main`
  std::string heap = "256m";
  int log_dirs = 1;
  bool dynamic_quorum = false;  // its voters can change (KIP-853)
  bool own_disk = false;        // its log folders are on a disk of its own (own_disk.h)
  Properties features;  // feature → level, where the node's format is not to have Kafka's own
  Properties properties;
  std::vector<std::string> jvm_flags;      // besides the usual ones
  std::map<std::string, std::string> env;  // of its process, added to ours

  std::string log_file() const { return log_folder + "/" + log_name + ".log"; }
  std::string output_file() const { return log_folder + "/" + log_name + ".out"; }
  // Where that is mounted; Kafka takes no folder that it does not know (lost+found) in a log
  // folder, so these are below it.
  std::string disk_folder() const { return folder + "/disk"; }
  // "…/data", and "…/data-2" and so on; Kafka keeps its metadata in the first.
  std::vector<std::string> data_folders() const;
};

// Server properties of one node among `all`; `config` is the user's and comes last.
Properties ServerProperties(const NodePlan& node, const std::vector<NodePlan>& all,
                            const std::string& kafka_version, const Properties& config);

// Who votes, as `node` is told: "101@127.0.0.1:9101,…", where its voters can change their
// addresses.
std::string QuorumVoters(const NodePlan& node, const std::vector<NodePlan>& all);

// Writes everything that `node` needs to be started as a member of cluster `cluster_id`.
void PrepareNode(const NodePlan& node, const KafkaHome& home, const std::string& cluster_id);

// The part of it that depends on the version of Kafka.
void WriteLogging(const NodePlan& node, const KafkaHome& home);

// Formats the log folders, which are empty or missing, for the same cluster. On a disk of its own
// the result is synced, as if it had been written long ago.
void FormatNode(const NodePlan& node, const KafkaHome& home, const std::string& cluster_id);

Command NodeCommand(const NodePlan& node, const KafkaHome& home);

// meta.properties of a formatted log folder; empty where there is none.
Properties ReadMeta(const std::string& data_folder);

// 22 characters, as Kafka makes its ids for clusters and log folders.
std::string RandomUuid();

// The properties in the format that Kafka reads (java.util.Properties: Latin-1, so that other
// characters are written as \uXXXX). Throws Error for text that is not UTF-8.
std::string PropertiesText(const Properties& properties);
// Keys and values of meta.properties, which Kafka writes without any character that would have to
// be escaped; comments are left out.
Properties ParseMeta(const std::string& text);

}  // namespace kproof

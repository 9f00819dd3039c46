// Which containers of a compose project are Kafka nodes, from what `docker inspect` says of them:
// those with the labels kproof.node-id and kproof.role, each with the one port that it publishes.
//
// Thread-safe: pure functions.
#pragma once

#include <string>
#include <vector>

#include "harness/cluster/node.h"

namespace kproof {

struct ContainerNode {
  std::string container;  // its id
  NodeIdentity identity;  // its name is that of the service
};

// Brokers by id, then controllers by id. `inspected` is the JSON array that docker inspect prints.
// Throws Error(kUsage) for a node whose labels or ports can't be used, naming its service, and for
// two with one id.
std::vector<ContainerNode> NodesAmong(const std::string& inspected);

// The version of Kafka among the names of its jars, one per line: "4.3.1" of
// "kafka_2.13-4.3.1.jar"; "" where there is none.
std::string KafkaVersionAmong(const std::string& jars);

// The name that the images of Kafka give a server property in their environment:
// KAFKA_MIN_INSYNC_REPLICAS for min.insync.replicas ('.' is '_', '_' is '__', '-' is '___'; of
// apache/kafka, docker/README).
std::string EnvironmentName(const std::string& property);

// A text with "$" written as "$$", because "$" begins the name of a variable in a compose file.
std::string ComposeText(const std::string& text);

}  // namespace kproof

// The local driver: real Kafka as child processes, each node on a host of its own of the network it
// is given.
//
// Broker 2 has the second address of the cluster's subnet and controller 102 the 102nd. Ports are
// 9092 (clients), 9093 (replication), 9094 (controllers) unless the scenario names others or
// another program listens there on all addresses.
//
// Throws Error(kNotRun) with the node's last log lines when the cluster can't come up (no Java,
// Java too old, port taken, disk full, a node that exits).
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "harness/cluster/cluster.h"
#include "harness/cluster/cluster_setup.h"
#include "harness/cluster/kafka_home.h"

namespace kproof {

// Does what the driver does, with a Kafka that was found before. Returns once every node is in:
// each controller knows the active one, each broker lists all brokers and is unfenced.
std::unique_ptr<Cluster> StartLocalCluster(const ClusterSetup& setup, const KafkaHome& home,
                                           const std::function<void(const std::string&)>& progress);

}  // namespace kproof

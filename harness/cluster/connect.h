// Connections to nodes: to which node, at which address, with which security. Every request of the
// harness to a node goes through here, so that a driver with remote nodes or TLS changes only this
// place.
//
// Thread-safe: each call opens connections of its own.
#pragma once

#include "harness/cluster/cluster.h"
#include "harness/kafka/controller_client.h"
#include "harness/kafka/node_client.h"

namespace kproof {

// To the address at which the harness asks a node (Node::asked_at).
NodeClient Connect(const Node& node);
// To a controller, or to a combined node, at the controllers' listener.
NodeClient ConnectToController(const Node& node);
// To whichever controller of the cluster is active.
ControllerClient ConnectToActive(const Cluster& cluster);

}  // namespace kproof

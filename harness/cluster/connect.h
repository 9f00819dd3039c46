// Whom the harness asks, where, and how secured: every question to a node goes through here, so
// that a driver whose nodes stand elsewhere, or want TLS, changes this one place.
//
// Thread-safe: each call opens connections of its own.
#pragma once

#include "harness/cluster/cluster.h"
#include "harness/kafka/controller_client.h"
#include "harness/kafka/node_client.h"

namespace kproof {

// To where a node is asked (Node::asked_at).
NodeClient Connect(const Node& node);
// To a controller, or to a combined node, at the controllers' listener.
NodeClient ConnectToController(const Node& node);
// To whichever controller of the cluster is active.
ControllerClient ConnectToActive(const Cluster& cluster);

}  // namespace kproof

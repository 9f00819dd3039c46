#include "harness/cluster/connect.h"

namespace kproof {

NodeClient Connect(const Node& node) { return NodeClient(node.asked_at()); }

NodeClient ConnectToController(const Node& node) { return NodeClient(node.control()); }

ControllerClient ConnectToActive(const Cluster& cluster) {
  std::map<std::int32_t, Address> controllers;
  for (const Node* const node : cluster.controllers()) controllers[node->id()] = node->control();
  return ControllerClient(controllers);
}

}  // namespace kproof

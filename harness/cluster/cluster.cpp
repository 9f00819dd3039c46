// What every driver's cluster can do with its list of nodes.
#include "harness/cluster/cluster.h"

#include "harness/base/error.h"

namespace kproof {

void Node::WipeDisk() { throw Error(name() + ": its disk is not ours to wipe"); }

Node& Cluster::node(int id) const {
  for (Node* const node : nodes()) {
    if (node->id() == id) return *node;
  }
  throw Error("cluster " + name() + " has no node " + std::to_string(id));
}

std::vector<Node*> Cluster::brokers() const {
  std::vector<Node*> found;
  for (Node* const node : nodes()) {
    if (node->broker()) found.push_back(node);
  }
  return found;
}

std::vector<Node*> Cluster::controllers() const {
  std::vector<Node*> found;
  for (Node* const node : nodes()) {
    if (node->controller()) found.push_back(node);
  }
  return found;
}

}  // namespace kproof

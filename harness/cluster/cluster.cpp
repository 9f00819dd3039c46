// What every driver's cluster can do with its list of nodes.
#include "harness/cluster/cluster.h"

#include "harness/base/error.h"

namespace kproof {

std::string Cluster::bootstrap_servers() const {
  std::string servers;
  for (const Node* const node : brokers())
    servers += (servers.empty() ? "" : ",") + node->clients().ToString();
  return servers;
}

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

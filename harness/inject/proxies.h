// The proxies of a cluster: one in front of each broker, at the address that the broker gives to
// clients.
//
// Thread-safe.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "harness/inject/kafka_proxy.h"

namespace kproof {

class Proxies {
 public:
  // The cluster's brokers must have left their clients' addresses free (ClusterSetup::proxied).
  // Throws Error(kNotRun) that names an address which can't be used.
  explicit Proxies(const Cluster& cluster);

  // Throws Error for a node that has none.
  KafkaProxy& Of(const Node& node) const;
  // Errors within them, one text each.
  std::vector<std::string> Failures() const;
  bool StandsAt(const std::string& address) const;  // "host:port"

 private:
  std::map<std::string, std::unique_ptr<KafkaProxy>> proxies_;  // by name of the node
};

// Asks each broker which addresses it gives to clients: each must be a proxy's, or some connection
// would bypass the proxies. Throws Error naming the broker and the address that is not, or the
// broker that did not answer in time.
void VerifyBehindProxies(const Cluster& cluster, const Proxies& proxies, Deadline deadline);

}  // namespace kproof

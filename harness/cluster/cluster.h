// A running Kafka cluster as the rest of the harness sees it, whatever driver stands behind it.
//
// Thread-safe: several steps of the nemesis, the observer and the conductor use it at once.
#pragma once

#include <string>
#include <vector>

#include "harness/base/clock.h"
#include "harness/cluster/node.h"

namespace kproof {

struct ReadyReport {
  Duration prepared{};  // folders and configuration written
  Duration ready{};     // from start of the first process until all nodes were in
};

class Cluster {
 public:
  virtual ~Cluster() = default;

  virtual const std::string& name() const = 0;  // "main"
  virtual std::string id() const = 0;           // Kafka's cluster id
  virtual std::string driver() const = 0;       // "local"
  virtual std::string kafka_version() const = 0;
  virtual const std::vector<Node*>& nodes() const = 0;  // brokers by id, then controllers by id
  virtual std::string bootstrap_servers() const;        // client listeners of all brokers
  virtual ReadyReport ready() const = 0;
  // Kills and removes everything. Called by the destructor too.
  virtual void Destroy() = 0;

  // The node with this id; throws Error when there is none.
  Node& node(int id) const;
  std::vector<Node*> brokers() const;
  std::vector<Node*> controllers() const;
};

}  // namespace kproof

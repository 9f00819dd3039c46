// A node of a Kafka cluster as the rest of the harness sees it: who it is and where it listens,
// apart from what its driver can do with it.
//
// Each ability is an object of its own, and a node has those that its driver gives: the local
// driver all of them, a driver of containers fewer. A fault lists the abilities that it uses in its
// row (FaultType::needs), so a run knows before it begins whether they are there. Asking for one
// that a node lacks throws an Error(kNotRun) that names both.
//
// Thread-safe: several steps of the nemesis, the observer and the conductor use nodes at once.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "harness/base/clock.h"
#include "harness/cluster/network.h"
#include "harness/cluster/target_process.h"
#include "harness/kafka/address.h"
#include "harness/words/need.h"

namespace kproof {

class OwnDisk;

struct NodeIdentity {
  int id = 0;             // Kafka's node.id
  std::string name = {};  // "broker-2", "controller-101", "node-1" (combined)
  bool broker = false;
  bool controller = false;
  std::string rack = {};               // nodes that fail together; "": unknown
  Address clients = {};                // brokers: the address given to clients
  std::optional<Address> behind = {};  // where it listens, with a proxy in front
  Address replication = {};            // brokers
  Address control = {};                // controllers
};

// What Kafka logs once a node is ready (KafkaBroker.STARTED_MESSAGE).
inline constexpr char kServerStarted[] = "Kafka Server started";

// Kafka's own log (log4j), in a file of this machine that is appended to over restarts.
struct NodeLog {
  std::string file;
};

class NodeData {
 public:
  virtual ~NodeData() = default;
  // Its log.dirs as folders of this machine, the one with the metadata first.
  virtual std::vector<std::string> folders() const = 0;
  // Deletes everything in them and formats them anew, for the same cluster and the same node: a new
  // disk. Throws Error while the process runs.
  virtual void Wipe() = 0;
};

class NodeSoftware {
 public:
  virtual ~NodeSoftware() = default;
  // From its next start on the node runs this version of Kafka, in the same folders and with the
  // same settings and addresses. Throws Error while it runs, Error(kNotRun) where that Kafka can't
  // be had.
  virtual void Use(const std::string& kafka_version) = 0;
};

// What the driver can't do is null.
struct NodeAbilities {
  TargetProcess* process = nullptr;
  const NodeLog* log = nullptr;
  NodeData* data = nullptr;
  OwnDisk* disk = nullptr;     // that its log folders are on, whose power can be cut
  const Host* host = nullptr;  // of the run's own network; all its addresses are there
  NodeSoftware* software = nullptr;
};

class Node {
 public:
  virtual ~Node() = default;
  Node(const Node&) = delete;
  Node& operator=(const Node&) = delete;

  int id() const { return identity_.id; }
  const std::string& name() const { return identity_.name; }
  bool broker() const { return identity_.broker; }
  bool controller() const { return identity_.controller; }
  const std::string& rack() const { return identity_.rack; }
  const Address& clients() const { return identity_.clients; }
  const Address& behind() const { return identity_.behind ? *identity_.behind : identity_.clients; }
  // Where the harness asks it: a broker, combined or not, at its client listener, without the
  // proxy, so that a fault of the proxy does not cut the harness off; a controller at its own
  // listener.
  const Address& asked_at() const { return broker() ? behind() : control(); }
  const Address& replication() const { return identity_.replication; }
  const Address& control() const { return identity_.control; }

  // Its host; null if that is not part of the run's network.
  const Host* host() const { return abilities_.host; }
  // False for a need that is not an ability of nodes.
  bool Has(Need ability) const;
  TargetProcess& process() const;
  const NodeLog& log() const;
  NodeData& data() const;
  OwnDisk& disk() const;
  NodeSoftware& software() const;

  // Of its process; running, without an end, if the driver can't tell.
  RunState State() const;
  std::optional<ExitStatus> Exit() const;

 protected:
  explicit Node(NodeIdentity identity) : identity_(std::move(identity)) {}
  // Call it before the node is used; what `abilities` points at must live as long as the node.
  void Give(const NodeAbilities& abilities) { abilities_ = abilities; }

 private:
  [[noreturn]] void Lacks(Need ability) const;

  const NodeIdentity identity_;
  NodeAbilities abilities_;
};

}  // namespace kproof

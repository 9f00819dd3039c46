// A running Kafka cluster as the rest of the harness sees it: nodes with addresses that can be
// signalled, started and asked, whatever driver stands behind them.
//
// Thread-safe: several steps of the nemesis, the observer and the conductor use nodes at once.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "harness/base/clock.h"
#include "harness/cluster/network.h"
#include "harness/cluster/target_process.h"

namespace kproof {

struct Address {
  std::string host;
  int port = 0;
  std::string ToString() const { return host + ":" + std::to_string(port); }
  bool operator==(const Address&) const = default;
};

class OwnDisk;

// Its name: "broker-2", "controller-101", "node-1" (combined).
class Node : public TargetProcess {
 public:
  virtual int id() const = 0;  // Kafka's node.id
  virtual bool broker() const = 0;
  virtual bool controller() const = 0;
  virtual std::string rack() const { return ""; }  // what dies together; "": none is known
  virtual const Host& host() const = 0;            // where it lives; all its addresses are there
  virtual Address clients() const = 0;             // brokers: what clients are told
  // Where that listener really is: elsewhere, where a proxy stands before it. The harness itself
  // asks here, so that no fault of the proxy cuts its questions.
  virtual Address behind() const { return clients(); }
  virtual Address replication() const = 0;   // brokers
  virtual Address control() const = 0;       // controllers
  virtual std::string log_file() const = 0;  // Kafka's own log (log4j), appended over restarts
  // Its log.dirs, the one with the metadata first; empty where they can't be touched.
  virtual std::vector<std::string> data_folders() const { return {}; }
  // That they are on, where it has one of its own, whose power can be cut.
  virtual OwnDisk* disk() { return nullptr; }
  // Deletes everything in its log.dirs and formats them anew, for the same cluster and the same
  // node: a new disk. Throws Error while the process runs, and where the driver can't.
  virtual void WipeDisk();

  // Starts the process again after it ended; throws Error when it still runs. Returns before Kafka
  // is ready.
  virtual void Start() = 0;
  // Waits for the node's own "Kafka Server started" of its present process, never for what others
  // say of it. False: the deadline passed, or the process ended.
  virtual bool WaitStarted(Deadline deadline) = 0;
};

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
  virtual std::string bootstrap_servers() const = 0;    // client listeners of all brokers
  virtual ReadyReport ready() const = 0;
  // Kills and removes everything. Called by the destructor too.
  virtual void Destroy() = 0;

  // The node with this id; throws Error when there is none.
  Node& node(int id) const;
  std::vector<Node*> brokers() const;
  std::vector<Node*> controllers() const;
};

}  // namespace kproof

// A fault that is one rule of the shim on each node of its target: calls on data files fail or take
// longer. What it refused or slowed down is counted by the shim, and that is its proof.
//
// Kafka's reaction is Kafka's own: a log folder whose call failed is offline until the broker
// starts again, and a broker without its metadata's folder halts. So the undo takes the rule off,
// starts nodes that ended, and restarts brokers that gave a folder up: a new disk was put in.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "harness/fault/fault.h"
#include "harness/inject/shim.h"

namespace kproof {

class ShimFault final : public Fault {
 public:
  // `deed` names what the counter counts: "writes refused". Folder and name of `order` are filled
  // in from the parameters `dir` and `files`.
  ShimFault(const FaultOptions& options, ShimOrder order, std::string deed);

  Undo Prepare(const Target& target) override;
  void Inject(const Target& target) override;
  Bite Prove(const Target& target) const override;

 private:
  struct Armed {
    Shim* shim = nullptr;
    int rule = -1;
    std::int64_t log_size = 0;  // of the node's log when the rule was put in force
  };

  void Mend(const Target& target);
  bool LostAFolder(const Node& node) const;

  const FaultOptions options_;
  const ShimOrder order_;
  const std::string deed_;
  std::map<int, Armed> armed_;  // by node; empty before Inject and after the undo
};

// `dir` and `files`, for FaultType::params; `more` come after them.
std::vector<FaultParam> DiskParams(const std::vector<FaultParam>& more = {});

// The log folder that `dir` names: "all" gives "", "2" the second, "payments/0" the one that holds
// the node's replica of that partition. Throws Error when there is none.
std::string LogFolder(const Node& node, const std::string& dir);

// Stops (SIGTERM, and SIGKILL where that takes more than half of the limit) and starts a node
// again; throws Error when it does not come back.
void Restart(Node& node, Duration within);

}  // namespace kproof

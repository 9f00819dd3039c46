// What is broken on purpose: a fault prepares its undo, breaks its target, proves from measurements
// that it took hold, and is taken back by the undo.
//
// A fault object serves one step and is used by one thread at a time. Adding one:
// docs/adding-a-fault.md.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "harness/base/clock.h"
#include "harness/base/on_agents.h"
#include "harness/base/undo.h"
#include "harness/cluster/cluster.h"
#include "harness/inject/mechanisms.h"
#include "harness/words/failure_class.h"
#include "harness/words/need.h"
#include "harness/words/param_kind.h"
#include "harness/words/remains.h"

namespace kproof {

// What a fault acts on, as resolved when its step fires.
struct Target {
  std::string name;  // "leader of payments/0 (broker 2)"
  std::vector<Node*> nodes;
  std::vector<Host> hosts = {};              // of the nodes, in their order, and then of the agents
  std::vector<std::string> partitions = {};  // "payments/0"; where it names partitions or topics
  std::vector<std::shared_ptr<TargetProcess>> agents = {};
};

// Did it take hold, and what was measured.
struct Bite {
  bool bit = false;
  std::string proof;  // "broker-2: gone (SIGKILL)"
};

struct FaultOptions {
  std::map<std::string, std::string> with;  // the parameters of the scenario, checked and complete
  Duration within{};                        // limit for each wait inside the fault and its undo
  std::map<std::string, Target> targets = {};  // those parameters that name targets, resolved
  Mechanisms mechanisms = {};                  // those that its type needs are there
  Cluster* cluster = nullptr;                  // that the step is about; never null in a run
  bool endless = false;  // the step has no end: agents that it ends are not started again
  // Writes a note of kind `state` at this moment; null outside of runs.
  std::function<void(const std::string& subject, const std::string& detail)> note = {};
};

class Fault {
 public:
  virtual ~Fault() = default;
  // The undo, complete and named, before anything is touched. It throws where the target did not
  // come back.
  virtual Undo Prepare(const Target& target) = 0;
  // Breaks it; throws Error when it can't.
  virtual void Inject(const Target& target) = 0;
  // Measures; asked after Inject, and again until it says yes or a limit has passed.
  virtual Bite Prove(const Target& target) const = 0;
  // How long after Inject it may show, besides the limit.
  virtual Duration ShowsAfter() const { return Duration::zero(); }
};

struct FaultParam {
  // A kVersion is of Kafka, and fetched before the run; a kWord is one of `words`; kSettings are of
  // topics, as in "retention.ms=60000,min.insync.replicas=2", kBrokerSettings of brokers.
  using Kind = ParamKind;
  std::string name;
  Kind kind = Kind::kText;
  std::string fallback;                              // "": must be given
  std::string summary;                               // with its unit
  std::vector<std::string> words = {};               // of a kWord: what it may be
  std::map<std::string, std::set<Need>> needs = {};  // word → as FaultType::needs, besides
  std::int64_t least = 0;                            // of a kInt
  std::int64_t most = INT64_MAX;                     // likewise
  // Of a kText: throws Error(kUsage) for one that is wrong, so that `validate` says so.
  void (*check)(const std::string& text) = nullptr;
};

struct FaultType {
  std::string name;
  std::string summary;         // one line: what is done and how it is taken back
  FailureClass failure_class;  // what the promise reasons about
  // The same with these parameters, where that depends on them.
  FailureClass (*class_with)(const std::map<std::string, std::string>& with) = nullptr;
  Remains remains;          // once it is undone and the cluster is whole again
  bool takes_down = false;  // while it is active its nodes serve nobody
  bool permanent = false;   // what it did stays after its undo, and so does its proof
  OnAgents on_agents = OnAgents::kNothing;
  std::vector<FaultParam> params;
  std::set<Need> needs = {};  // what a run must prepare
  std::unique_ptr<Fault> (*make)(const FaultOptions& options) = nullptr;
  // Throws Error(kUsage) for complete parameters that don't go together, so that `validate` says so.
  void (*check)(const std::map<std::string, std::string>& with) = nullptr;
};

// Every fault, in alphabetical order.
const std::vector<FaultType>& Faults();
// Throws Error(kUsage) for a name that isn't there.
const FaultType& FindFault(const std::string& name);

// What a run must prepare for a step of this type with these parameters; those that are not given
// are their fallbacks.
std::set<Need> NeedsOf(const FaultType& type, const std::map<std::string, std::string>& with);

// The class of failure of what this type does with these parameters.
FailureClass FailureClassOf(const FaultType& type, const std::map<std::string, std::string>& with);
// The same to this target. Where only agents end, nothing failed in the cluster: kNone.
FailureClass FailureClassOf(const FaultType& type, const std::map<std::string, std::string>& with,
                            const Target& target);
// Whether what this type does to this target in a step, with an end or `endless`, stays, and so its
// proof.
bool StaysOn(const FaultType& type, const Target& target, bool endless);

// "holds for every node": joins one proof a node.
Bite ProveEach(const Target& target, const std::function<Bite(Node&)>& prove);

// Processes of nodes, then of agents.
std::vector<TargetProcess*> ProcessesOf(const Target& target);
// As ProveEach, for each process.
Bite ProveEachProcess(const Target& target, const std::function<Bite(TargetProcess&)>& prove);
// Throws Error where an agent has ended already: a fault would prove what it did not do.
void RequireAgentsRun(const Target& target);

// Starts nodes and, unless `agents_stay`, agents that ended, and waits until each says itself that
// it is ready; throws Error naming the one that did not.
void StartAgain(const Target& target, Duration within, bool agents_stay = false);
// The same as an undo: `endless` steps leave agents ended.
Undo StartingAgain(const Target& target, Duration within, bool endless);

}  // namespace kproof

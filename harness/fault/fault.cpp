// What several faults need.
#include "harness/fault/fault.h"

#include "harness/base/caught.h"
#include "harness/base/error.h"
#include "harness/base/find_named.h"
#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/fault/proofs.h"

namespace kproof {

namespace {

bool EndsAgentsAlone(const FaultType& type, const Target& target) {
  return type.on_agents == OnAgents::kEnds && target.nodes.empty() && !target.agents.empty();
}

// Of nodes, or of whatever has a name.
template <typename Thing>
Bite ProveAll(const std::vector<Thing*>& things, const std::function<Bite(Thing&)>& prove) {
  Proofs proofs;
  for (Thing* const thing : things) {
    const Bite one = prove(*thing);
    proofs.Add(one.bit, thing->name() + ": " + one.proof);
  }
  return {proofs.all_hold(), proofs.Text(", ")};
}

}  // namespace

FailureClass FailureClassOf(const FaultType& type, const std::map<std::string, std::string>& with) {
  return type.class_with == nullptr ? type.failure_class : type.class_with(with);
}

FailureClass FailureClassOf(const FaultType& type, const std::map<std::string, std::string>& with,
                            const Target& target) {
  return EndsAgentsAlone(type, target) ? FailureClass::kNone : FailureClassOf(type, with);
}

bool StaysOn(const FaultType& type, const Target& target, bool endless) {
  return type.permanent || (endless && EndsAgentsAlone(type, target));
}

std::vector<TargetProcess*> ProcessesOf(const Target& target) {
  std::vector<TargetProcess*> processes;
  for (const Node* node : target.nodes) processes.push_back(&node->process());
  for (const auto& agent : target.agents) processes.push_back(agent.get());
  return processes;
}

void RequireAgentsRun(const Target& target) {
  for (const auto& agent : target.agents)
    if (const auto exit = agent->Exit())
      throw Error(agent->name() + " has ended already, by " + exit->ToString());
}

Bite ProveEach(const Target& target, const std::function<Bite(Node&)>& prove) {
  return ProveAll(target.nodes, prove);
}

Bite ProveEachProcess(const Target& target, const std::function<Bite(TargetProcess&)>& prove) {
  return ProveAll(ProcessesOf(target), prove);
}

void StartAgain(const Target& target, Duration within, bool agents_stay) {
  const Deadline deadline(within);
  std::vector<TargetProcess*> processes;
  for (const Node* node : target.nodes) processes.push_back(&node->process());
  if (!agents_stay)
    for (const auto& agent : target.agents) processes.push_back(agent.get());
  Regardless all;
  for (TargetProcess* process : processes) {
    // Pending means the fault never got to it: what still runs has nothing to come back from.
    all.Do([&] {
      if (process->Exit()) process->Start();
    });
  }
  for (TargetProcess* process : processes) {
    all.Do([&] {
      if (process->WaitStarted(deadline)) return;
      throw Error(process->name() + " was not ready within " + HumanDuration(within),
                  Hint("its last log lines: " + process->LastLogLines(3)));
    });
  }
  all.Throw();
}

Undo StartingAgain(const Target& target, Duration within, bool endless) {
  const bool agents_stay = endless && !target.agents.empty();
  std::string text = "start " + target.name + " again";
  if (agents_stay)
    text = target.nodes.empty() ? "leave " + target.name + " ended"
                                : "start the nodes of " + target.name + " again";
  return Undo{text, [=] { StartAgain(target, within, agents_stay); }};
}

std::set<Need> NeedsOf(const FaultType& type, const std::map<std::string, std::string>& with) {
  std::set<Need> needs = type.needs;
  for (const auto& param : type.params) {
    const auto given = with.find(param.name);
    const auto more = param.needs.find(given == with.end() ? param.fallback : given->second);
    if (more != param.needs.end()) needs.insert(more->second.begin(), more->second.end());
  }
  return needs;
}

const FaultType& FindFault(const std::string& name) {
  return FindNamed(Faults(), &FaultType::name, name, "fault", "kproof list faults names them");
}

}  // namespace kproof

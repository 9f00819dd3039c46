// How a scenario names what is to be broken: by role, resolved when the step fires.
//
// Thread-safe: functions of the situation, which may ask nodes (Situation::ask).
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "harness/fault/fault.h"
#include "harness/nemesis/situation.h"
#include "harness/scenario/vocabulary.h"

namespace kproof {

// The nodes, agents or partitions that have a role.
struct RoleHolders {
  std::vector<Node*> nodes;
  std::vector<AgentHost> agents = {};
  std::vector<std::string> partitions = {};  // "payments/0"
};

struct TargetType {
  PhraseForm form;
  // Throws Error when the situation does not show it (no leader, no active controller known), which
  // does not mean "none".
  std::function<RoleHolders(const Situation& situation, const std::vector<std::string>& args)>
      resolve;
};

// Every target, in alphabetical order. Each kind of agents that a scenario can name has two.
const std::vector<TargetType>& Targets();

// The nodes, agents or partitions that are meant now, each once, and a name with the role and its
// holder: "leader of payments/0 (broker-2)". Throws Error, also when there are none, or when kproof
// did not start the cluster.
Target Resolve(const TargetPhrase& phrase, const Situation& situation);

// The other side of what is done to `target`: as Resolve, but without those who are in `target`,
// unless nobody else is named ("brokers" against "brokers": each against each).
Target ResolveOthers(const TargetPhrase& phrase, const Target& target, const Situation& situation);

}  // namespace kproof

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

// Who or what plays a role.
struct RoleHolders {
  std::vector<Node*> nodes;
  std::vector<AgentHost> agents = {};
  std::vector<std::string> partitions = {};  // "payments/0"
};

struct TargetType {
  PhraseForm form;
  // Throws Error when the situation does not tell (no leader, no active controller known): that is
  // not "nobody".
  std::function<RoleHolders(const Situation& situation, const std::vector<std::string>& args)>
      resolve;
};

// Every target, in alphabetical order. Each kind of agents that a scenario can name has two.
const std::vector<TargetType>& Targets();

// Who it is now, each once, and a name that says both the role and who plays it: "leader of
// payments/0 (broker-2)". Throws Error, also when it is nobody, or somebody who is not ours.
Target Resolve(const TargetPhrase& phrase, const Situation& situation);

// The other side of what is done to `target`: as Resolve, but without those who are in `target`,
// unless nobody else is named ("brokers" against "brokers": each against each).
Target ResolveOthers(const TargetPhrase& phrase, const Target& target, const Situation& situation);

}  // namespace kproof

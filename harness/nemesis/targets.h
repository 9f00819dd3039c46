// How a scenario names what is to be broken: by role, resolved when the step fires.
//
// Thread-safe: pure functions of the situation.
#pragma once

#include <string>
#include <vector>

#include "harness/fault/fault.h"
#include "harness/nemesis/situation.h"
#include "harness/scenario/vocabulary.h"

namespace kproof {

struct TargetType {
  PhraseForm form;
  // Throws Error when the situation does not tell (no leader, no active controller known): that is
  // not "nobody".
  std::vector<Node*> (*resolve)(const Situation& situation, const std::vector<std::string>& args);
};

// Every target, in alphabetical order.
const std::vector<TargetType>& Targets();

// The nodes and a name that says both the role and who plays it: "leader of payments/0 (broker-2)".
// Throws Error.
Target Resolve(const Phrase& phrase, const Situation& situation);

}  // namespace kproof

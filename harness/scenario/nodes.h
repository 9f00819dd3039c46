// Which nodes a target certainly takes, as far as its words say it, and which steps are certainly
// active together.
//
// Thread-safe: pure functions.
#pragma once

#include <set>
#include <string>

#include "harness/scenario/scenario.h"

namespace kproof {

// In combined mode each broker is a controller too, and all count as brokers.
struct Taken {
  std::set<std::int32_t> brokers;      // by number
  std::set<std::int32_t> controllers;  // by number
  std::int32_t any_brokers = 0;        // that are not chosen yet
  std::int32_t any_controllers = 0;
};

// Roles ("leader of payments/0") take no node for certain, because they are resolved when the step
// begins. Nor does a target with a role among its exceptions.
Taken TakenBy(const TargetPhrase& target, const ClusterSpec& cluster);

// What a plan chooses when it makes nodes of a phrase: "any broker", "any 2 controllers", "minority
// of brokers". Nothing for phrases that leave no choice among nodes.
struct NodeChoice {
  bool brokers = false;     // of which kind, as it is written; in combined mode both are one
  std::int32_t count = 0;   // how many are chosen
  std::int32_t out_of = 0;  // how many there are
};
std::optional<NodeChoice> ChoiceIn(const Phrase& phrase, const ClusterSpec& cluster);

// True when `first` is active at the moment at which `second` begins, by their times alone. A step
// that ends with a state is certainly active only at its first moment.
bool ActiveWhenBegins(const StepSpec& first, const StepSpec& second);

}  // namespace kproof

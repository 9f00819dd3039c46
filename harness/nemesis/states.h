// What a step can wait for. A state is made when the wait begins, so that "changed" has something
// to compare with.
//
// Not thread-safe: make one for each wait.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "harness/nemesis/situation.h"
#include "harness/scenario/vocabulary.h"

namespace kproof {

// Asked with the newest situation, again and again. Nothing: no node answered, which does not mean
// "no". Throws Error when it can never hold any more.
using State = std::function<std::optional<bool>(const Situation&)>;

// Where the answer comes from, and so what a wait for it needs.
enum class StateOf {
  kCluster,  // a view of the cluster that was asked for afresh
  kLoad,     // what the producers counted; no node needs to answer
  kSteps     // other steps, whose own waits have their limits
};

struct StateType {
  PhraseForm form;
  StateOf of = StateOf::kCluster;
  // `before` is the situation when the wait begins (for the end of a fault: before the fault).
  State (*make)(const Situation& before, const std::vector<std::string>& args) = nullptr;
};

// Every state, in alphabetical order.
const std::vector<StateType>& States();

// Throws Error for a phrase no row has.
const StateType& FindState(const Phrase& phrase);
State MakeState(const Phrase& phrase, const Situation& before);

}  // namespace kproof

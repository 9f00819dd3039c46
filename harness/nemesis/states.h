// What a step can wait for. A state is made when the wait begins, so that "changed" has something
// to compare with.
//
// Thread-safe: make one for each wait.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "harness/nemesis/situation.h"
#include "harness/scenario/vocabulary.h"

namespace kproof {

// Asked with the newest situation. Nothing: nobody answered about it, which is not "no".
using State = std::function<std::optional<bool>(const Situation&)>;

struct StateType {
  PhraseForm form;
  // `before` is the situation when the wait begins (for the end of a fault: before the fault).
  State (*make)(const Situation& before, const std::vector<std::string>& args);
};

// Every state, in alphabetical order.
const std::vector<StateType>& States();

// Throws Error for a phrase no row has.
State MakeState(const Phrase& phrase, const Situation& before);

}  // namespace kproof

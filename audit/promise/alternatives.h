// What one change of a setting would alter in a promise: the answer to "and if I set …?".
//
// Of numbers one value on each side of every border that a rule has is tried. A change that clients
// refuse by itself brings with it what they ask for: acks=1 turns idempotence off. Thread-safe: a
// pure function.
#pragma once

#include <string>
#include <vector>

#include "audit/promise/promise.h"

namespace kproof {

struct Alternative {
  std::string change;  // "acks=all", "enable.idempotence=true, acks=all"
  PromiseVerdict promise;
};

// Those changes under which `guarantee` is promised and was not, or the other way round, in the
// order of the settings in PromiseSettings.
std::vector<Alternative> AlternativesOf(const std::string& guarantee,
                                        const PromiseSettings& settings,
                                        const FailureClasses& failures);

}  // namespace kproof

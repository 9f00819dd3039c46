// The judge: facts in, a result out. It reads the store and touches nothing else, so that the same
// store gives the same verdict on another machine.
#pragma once

#include "audit/judge/result.h"
#include "audit/store/fact_reader.h"

namespace kproof {

// Never throws for what the facts say: a checker that fails makes the result inconclusive. Throws
// Error(kCorrupt) when the store cannot be read to its end. `doubts`: what is known of the store
// already that speaks for "inconclusive"; it is said first.
Result Judge(const FactReader& told, const std::vector<std::string>& doubts = {});

}  // namespace kproof

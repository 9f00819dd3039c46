// What trials without a loss say about the chance of one: the exact binomial bound.
//
// Thread-safe: pure functions.
#pragma once

#include <cstdint>

#include "audit/judge/result.h"

namespace kproof {

inline constexpr double kConfidence = 0.95;

// Whether a run says anything about losses: it was judged without a doubt, and acked records were
// at stake. Each such run is a trial, whether it lost something or not.
bool IsTrial(const Result& result);

// `clean` trials lost nothing, and none lost anything: with kConfidence the chance of a loss in one
// such trial is below 1 - 0.05^(1/clean). 1 for no trial.
double LossUpperBound(std::uint64_t clean);

}  // namespace kproof

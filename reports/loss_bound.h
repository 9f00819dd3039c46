// What trials say about the chance of a loss: the exact binomial bound.
//
// Thread-safe: pure functions.
#pragma once

#include <cstdint>

#include "audit/judge/result.h"

namespace kproof {

inline constexpr double kConfidence = 0.95;

// Also in doubt; of a history that was cut nobody knows.
bool LostSomething(const Result& result);

// Whether a run says anything about losses: it lost something, or it was judged without a doubt
// while acked records were at stake.
bool IsTrial(const Result& result);

// `lossy` of these trials lost something: with kConfidence the chance of a loss in one such trial
// is below this (Clopper and Pearson's upper bound; 1 - 0.05^(1/trials) where none did). 1 where
// all did, or there was no trial.
double LossUpperBound(std::uint64_t trials, std::uint64_t lossy);
// The same for any event, with another confidence.
double UpperBound(std::uint64_t trials, std::uint64_t seen, double confidence);

}  // namespace kproof

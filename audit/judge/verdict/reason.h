// The sentences of a verdict.
//
// Thread-safe: pure functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "audit/judge/result.h"

namespace kproof {

// "lost 12 (first: checkout-0, life 0, seq 5013 of payments/3, acked at offset 8121 during kill
// broker 2)".
std::string Describe(const Finding& finding);

// The limit that a control has to exceed (`expect: {limit: …}`); nothing: it has another expectation.
std::optional<std::string> ExpectedLimit(const Result& result);

// Why a run passed: what was promised or required and held, how much of it was at stake, and what
// was neither promised nor required. For a control that showed its anomaly or
// exceeded its limit: what was seen.
std::string PassReason(const Result& result);

// What to do about findings that the settings allow. `guarantees`: those that exclude them.
std::string Advice(const Result& result, const std::vector<std::string>& guarantees);

// "; ignored: reordered 135"; "" where nothing was.
std::string IgnoredWords(const Result& result);

// A verdict's reason without its first records ("(first: …)") and what to write about it: what a
// reader has to know at first. Any other text as it is.
std::string ShortReason(std::string reason);

}  // namespace kproof

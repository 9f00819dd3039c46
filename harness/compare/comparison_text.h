// A comparison for the terminal: what is worse first, then better, the same and unclear, what else
// differs between the sides, and last the verdict with its reason.
//
// Thread-safe: a pure function.
#pragma once

#include <string>

#include "harness/compare/comparison.h"

namespace kproof {

std::string ComparisonText(const Comparison& comparison);

}  // namespace kproof

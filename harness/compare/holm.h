// Holm's correction: several tests of one family, of which none may be called by chance more often
// than the family's level says.
//
// Thread-safe: a pure function.
#pragma once

#include <vector>

namespace kproof {

// Each p-value as it counts in its family, in the order given: at most 1, and at most the level
// where Holm's step-down procedure rejects at that level.
std::vector<double> HolmAdjusted(const std::vector<double>& p);

}  // namespace kproof

// Guarantees that B broke where A did not. One such trial is enough: a promise that was broken once
// is broken, and needs no statistics.
//
// Thread-safe: a pure function.
#pragma once

#include <vector>

#include "harness/compare/comparison.h"

namespace kproof {

std::vector<BrokenPromise> BrokenByB(const std::vector<CommonCell>& cells);

}  // namespace kproof

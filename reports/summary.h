// Several runs at a glance, and the exit code that speaks for all of them.
//
// Thread-safe: pure functions.
#pragma once

#include <string>
#include <vector>

#include "audit/judge/result.h"

namespace kproof {

// The worst of several exit codes in the contract's order 1, 6, 5, 70, 4, 2, 3, 0: a proven loss is
// never masked. An interruption (130, 143) ranks after 5; 64 and codes that nobody named rank
// with 70. 0 for none.
int WorstExitCode(const std::vector<int>& codes);

// A row a run, then claims and controls counted apart, then the exit code of them all. "" for none.
std::string SummaryTable(const std::vector<Result>& results, int exit_code, bool color);

}  // namespace kproof

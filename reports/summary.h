// Several runs at a glance, and the exit code that speaks for all of them.
//
// Thread-safe: pure functions.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "audit/judge/result.h"

namespace kproof {

// The worst of several exit codes in the contract's order 1, 6, 5, 70, 4, 2, 3, 0: a proven loss is
// never masked. An interruption (129, 130, 143) ranks after 5; 64 and codes that nobody named rank
// with 70. 0 for none.
int WorstExitCode(const std::vector<int>& codes);

// A run that was planned and never began, because the runs were interrupted.
struct NeverBegun {
  std::string scenario;
  std::uint64_t seed = 0;
};

// 2 where a run was planned and never began: half a campaign is not green.
int ExitCodeOf(const std::vector<NeverBegun>& runs);

// As Name, but "interrupted" for what shares the name "error" with two other verdicts.
std::string VerdictWord(Verdict verdict);

struct Summary {
  std::span<const Result> results;
  std::vector<NeverBegun> never_begun = {};
  std::vector<std::string> too_few = {};  // what --min-trials says, sentences
  int exit_code = 0;
  std::size_t allowed_not_run = 0;  // results that --allow-not-run left out of the exit code
  bool of_trials = true;  // what was run at once: runs of one scenario are trials of the same
};

struct SummaryLook {
  bool color = false;
  bool short_rows = false;  // cut long reasons, so that a row is a line of a terminal
};

// A row a run; of trials, for each scenario that ran several times, its seeds, how many passed, and
// what that says of losses; what could not run here and why; then claims and controls counted
// apart, then the exit code of them all. "" for no run.
std::string SummaryTable(const Summary& summary, const SummaryLook& look);

}  // namespace kproof

// What GitHub Actions shows of runs: annotations, which are lines that a step prints, and Markdown
// for the step's summary. Texts from outside can neither begin another command nor leave their
// cell.
//
// Thread-safe: pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "audit/judge/result.h"
#include "reports/matrix.h"

namespace kproof {

// A run, or a cell of a matrix.
struct GithubRow {
  enum class Level { kError, kNotice, kNothing };
  Level level = Level::kNothing;  // an error is what makes the exit code red
  int code = 0;                   // exit code of the verdict, which orders the rows
  std::string verdict;            // "violation"
  std::string what;               // "leader-kill, seed 7", "acks=1, fault=kill"
  std::string file = {};          // of the scenario, from the top of the checkout; "": not known
  std::string reason = {};
  std::vector<std::string> more = {};  // further lines of an annotation
};

// GitHub shows so many annotations of a level for each step, and so much of a summary.
inline constexpr std::size_t kGithubAnnotations = 10;
inline constexpr std::size_t kGithubSummaryBytes = std::size_t{1} << 20;

// `counts`: the exit code counts it; what was left out or is waived is a notice. `again`: the
// command that shows it again.
GithubRow RowOf(const Result& result, bool counts, const std::string& file,
                const std::string& again);
// A cell is an error where ExitCodeOf is not 0 for it alone, and a notice where it shows an anomaly
// or a passed limit that is data.
std::vector<GithubRow> RowsOf(const Matrix& matrix, std::uint64_t min_trials,
                              const std::string& file);

// Errors first, the worst first of them. A line each, with a line end; rows beyond
// kGithubAnnotations of a level are counted by the last one. "" where there is nothing to say.
std::string GithubAnnotations(std::vector<GithubRow> rows);
// A table of all rows, in the same order, below `title`; at most 200 are listed.
std::string GithubTable(const std::string& title, std::vector<GithubRow> rows);

}  // namespace kproof

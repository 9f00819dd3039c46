// What a campaign amounts to, cell by cell: the one value that matrix.json, matrix.csv, the table
// on the terminal and junit.xml render. Names are those of matrix.json (docs/matrix.md).
//
// Thread-safe: pure functions.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "audit/judge/result.h"
#include "harness/base/cell_place.h"

namespace kproof {

// Of one number over the trials of a cell. Nothing: no trial has it.
struct Spread {
  std::optional<double> median, max;
};

// Nothing for no values.
Spread SpreadOf(const std::vector<double>& values);

struct MatrixRun {
  std::string folder;  // below that of the campaign
  std::uint64_t seed = 0;
  Verdict verdict = Verdict::kInconclusive;
};

struct MatrixCell {
  CellPlace at;
  std::string name;                     // "" for most
  std::optional<std::string> excluded;  // why it did not run
  std::optional<Verdict> expect;        // of each trial
  std::uint64_t planned = 0, trials = 0;
  std::uint64_t waived = 0;    // trials whose failure somebody answers for until a date
  std::uint64_t repeated = 0;  // trials that another job had disturbed and that ran again
  std::map<std::string, std::uint64_t> verdicts;
  std::optional<Verdict> verdict;  // the worst of its trials; nothing without any
  std::map<std::string, std::uint64_t> counts, allowed;  // of all its trials
  std::uint64_t at_stake = 0;                            // of all its trials
  std::uint64_t conclusive = 0;                          // trials that say something about losses
  double loss_upper = 1;                                 // of the chance of a loss in one trial
  Spread lost_per_record;  // lost of what was acked under the fault, by trial
  Spread longest_ack_gap_s;
  std::map<std::string, double> ack_ms;              // p50, p99 before the fault: medians of trials
  std::map<std::string, double> ack_ms_under_fault;  // the same from the fault until whole again
  Spread throughput_per_s;
  std::vector<MatrixRun> runs;       // those that count, as they ended
  std::vector<std::string> reasons;  // of the worst verdict, each once
};

// A known failure that somebody answers for until a date (harness/campaign/waivers.h).
struct MatrixWaiver {
  std::string scenario, finding, ticket, reason, until;  // `finding` "": each but `lost`
  bool waive_loss = false;
};

struct Matrix {
  std::string name;
  std::uint64_t seed = 0;
  std::uint64_t min_trials = 1;            // fewer conclusive trials of a cell decide nothing
  std::vector<MatrixWaiver> waivers = {};  // that it was judged with
  std::vector<std::pair<std::string, std::vector<std::string>>> axes;
  double seconds = 0;
  std::vector<MatrixCell> cells;
};

// Takes over what `trials` say into `cell`: everything from `trials` to `reasons` but `repeated`
// and `runs`.
void Summarise(const std::vector<const Result*>& trials, MatrixCell& cell);

std::vector<std::string> RunFolders(const MatrixCell& cell);

// Whether a cell's verdict says nothing of an expectation: it was not decided.
bool IsUndecided(Verdict verdict);
// What is wrong with a cell, as one sentence; "" where nothing is: a violation that nobody expects,
// an expectation that does not hold.
std::string Unexpected(const MatrixCell& cell);
// Of `kproof matrix`: 1 where a cell is unexpected, 70, 4 or 2 where a trial could not be judged, 2
// where a cell has fewer than `min_trials` conclusive trials; else 0.
int ExitCodeOf(const Matrix& matrix, std::uint64_t min_trials);
// "" where a cell has enough conclusive trials.
std::string TooFew(const MatrixCell& cell, std::uint64_t min_trials);
// Of `kproof run`, a sentence for each cell in which fewer trials were judged: a control that must
// be inconclusive, and was, counts.
std::vector<std::string> TooFewJudged(const Matrix& matrix, std::uint64_t min_trials);

// "unprotected 12, pass 30": how many cells have which verdict, in the order of the vocabulary.
std::string Tally(const Matrix& matrix);
// Why cells did not run, each reason once, with how many cells it has.
std::vector<std::pair<std::string, std::size_t>> LeftOut(const Matrix& matrix);

double TrialsPerHour(const Matrix& matrix);

std::string ToJson(const Matrix& matrix);
std::string ToCsv(const Matrix& matrix);
// A suite with a case for each cell: failed where the cell is unexpected, an error where it was not
// decided or has too few trials, skipped where it is excluded.
std::string ToJunit(const Matrix& matrix);
// A row a cell, then what is unexpected or undecided and what was left out and why.
std::string ToTable(const Matrix& matrix);

}  // namespace kproof

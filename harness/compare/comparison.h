// What a comparison says: the one value that its text, JSON and Markdown render. docs/compare.md
// explains each verdict.
//
// Thread-safe: plain values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/compare/common_cells.h"

namespace kproof {

enum class Change { kWorse, kBetter, kSame, kUnclear };
// "worse", "better", "same", "unclear"
const char* NameOf(Change change);
std::optional<Change> FindChange(std::string_view name);

// The chance of any false alarm in a comparison, over all rows together.
inline constexpr double kAlarmLevel = 0.05;
// Of the intervals.
inline constexpr double kIntervalConfidence = 0.95;

enum class PartLevel { kAll, kAxis, kCell };
// "all", "axis", "cell"
const char* NameOf(PartLevel level);
std::optional<PartLevel> FindPartLevel(std::string_view name);

// One measure in one part of the cells.
struct CompareRow {
  std::string measure, unit;  // unit "" for the share of trials that show an event
  std::string where;          // "all", "acks=1", "acks=1, fault=kill"
  PartLevel level = PartLevel::kAll;
  std::size_t cells = 0, trials_a = 0, trials_b = 0;  // that are evidence for this row
  // Medians of all trials; of events the shares of trials.
  std::optional<double> a, b;
  std::optional<double> ratio;  // B to A, within cells; nothing where A has none of it
  // Of the ratio; of events of the difference between the shares. Nothing: unbounded.
  std::optional<double> low, high;
  bool rose = false;  // whether B's values rank higher, or more of its trials show it
  double p = 1;
  std::optional<double> p_adjusted;  // among all rows; nothing: a row above it named nothing
  Change verdict = Change::kUnclear;
  std::optional<std::uint64_t> trials_needed;  // a side and cell, where it is unclear

  bool is_event() const { return unit.empty(); }
};

// A guarantee that B broke in a cell in which A did not.
struct BrokenPromise {
  std::string cell, guarantee;
  std::size_t trials = 0, of = 0;  // of B that broke it, and that were judged
  std::uint64_t seed = 0;          // of the first of them
  bool a_unknown = false;          // no trial of A in that cell was conclusive
};

struct ComparedSummary {
  std::string path, kind, name;
  std::size_t cells = 0, trials = 0, conclusive = 0;  // of the common cells
  // "kafka" → "4.3.1", where all common cells have the same.
  std::map<std::string, std::string> versions = {};
  std::string first_started = {}, last_started = {};  // of their trials, UTC; "": there is none
};

// What each side has in a common cell.
struct CellEvidence {
  struct Side {
    std::map<std::string, std::uint64_t> verdicts;  // of how many trials
    std::vector<std::uint64_t> seeds;               // one for each trial
  };
  std::string cell;
  Side a, b;
};

struct CompareOptions {
  double margin = 0.1;                    // what counts as no difference: 0.1 is 10 %
  std::optional<double> difference = {};  // trials_needed is for this one; default: the margin
};

struct Comparison {
  ComparedSummary a, b;
  CompareOptions options;
  std::size_t cells = 0;                    // that both sides have trials of
  std::vector<std::string> only_a, only_b;  // cells that the other side lacks
  std::vector<CellEvidence> evidence;       // one for each of `cells`
  std::vector<SideDifference> differences;  // besides the results
  Change verdict = Change::kUnclear;
  std::string reason;       // one sentence
  bool comparable = false;  // at least one row or broken promise
  std::vector<BrokenPromise> broken;
  std::vector<CompareRow> rows;       // pooled ones first, then axes, then cells
  std::vector<std::string> not_seen;  // verdicts and anomalies that no trial showed
  std::vector<std::string>
      not_judged;  // cells with trials that are no evidence: "acks=1: A 1 of 2"
};

// Always the same result for the same sides.
Comparison Compare(const ComparedSide& a, const ComparedSide& b, const CompareOptions& options);

// 3 when something is worse, 2 when nothing could be compared, else 0.
int ExitCodeOf(const Comparison& comparison);

}  // namespace kproof

// One of the two things that are compared, as data: cells with their trials, and under which
// circumstances they ran. A run folder is one cell, a campaign folder and a baseline have many.
//
// Thread-safe: plain values.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "harness/base/cell_place.h"
#include "harness/words/verdict.h"

namespace kproof {

struct ComparedTrial {
  std::uint64_t seed = 0;
  std::string started;  // UTC, as in result.json
  Verdict verdict = Verdict::kInconclusive;
  std::string scenario_digest;  // SHA-256 of scenario.yaml; "" where that file is missing
  // Guarantees that were required or promised and broken; the finding itself where it is excluded
  // under every configuration.
  std::set<std::string> broken;
  std::map<std::string, std::uint64_t> found;  // anomalies that were counted; none is 0
  std::map<std::string, double> measures;      // by the names of measure.h; unknown ones are absent

  bool operator==(const ComparedTrial&) const = default;
};

struct ComparedCell {
  CellPlace at;
  std::optional<std::string> excluded;  // why it has no trials
  std::vector<ComparedTrial> trials;
  std::map<std::string, std::string> circumstances;  // "kafka" → "4.3.1", "producer acks" → "all"

  bool operator==(const ComparedCell&) const = default;
};

struct ComparedSide {
  std::string path;  // as the user wrote it
  std::string kind;  // "run", "campaign" or "baseline"
  std::string name;
  std::vector<ComparedCell> cells;
};

// Whether the run was judged without a doubt: only then its times are evidence, and what it did not
// show did not happen.
bool IsConclusive(const ComparedTrial& trial);
// Whether it was judged at all.
bool IsJudged(const ComparedTrial& trial);

}  // namespace kproof

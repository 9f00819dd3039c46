// /metrics: what there is and what goes on, in the text format of Prometheus, version 0.0.4.
//
// Thread-safe: pure functions.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "harness/words/verdict.h"
#include "reports/site/live_run.h"

namespace kproof {

// One row of docs/serve.md.
struct MetricKind {
  const char* name;
  const char* type;    // "counter" or "gauge"
  const char* labels;  // "campaign, run, scenario, partition"; "" for none
  const char* help;
};

// In the order in which they are exported.
const std::vector<MetricKind>& MetricTable();

// A run that goes on, or the one that ended last.
struct MeasuredRun {
  std::string campaign = {}, run = {};  // names of folders; `campaign` "": it is a run by itself
  bool going_on = false;
  std::string scenario = {}, role = {};
  std::uint64_t seed = 0;
  LiveRun live = {};
  std::optional<Verdict> verdict = {};
  std::map<std::string, std::uint64_t> counts = {};  // of the verdict
};

struct MeasuredRuns {
  std::map<std::string, std::uint64_t> runs;  // verdict, "going-on" or "no-verdict" → run folders
  std::vector<MeasuredRun> now;
};

inline constexpr char kMetricsType[] = "text/plain; version=0.0.4; charset=utf-8";

std::string MetricsText(const MeasuredRuns& measured);

}  // namespace kproof

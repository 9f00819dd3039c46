// What a run's result.json says, in short: for lists of many runs, and for /metrics.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "harness/serve/open_folder.h"
#include "harness/words/verdict.h"

namespace kproof {

struct RunSummary {
  std::string scenario, role, started, reason;
  std::uint64_t seed = 0;
  double seconds = 0;
  Verdict verdict = Verdict::kInconclusive;
  std::map<std::string, std::uint64_t> counts;
};

// Reads each result.json once, and again when it has changed.
//
// Thread-safe.
class RunSummaries {
 public:
  // Nothing where there is none. One that can't be read is an inconclusive run that says why.
  std::optional<RunSummary> Of(const OpenFolder& run);

 private:
  struct Known {
    std::uint64_t bytes = 0;
    std::int64_t modified_us = 0;
    RunSummary summary;
  };
  std::mutex mutex_;
  std::map<std::string, Known> known_;  // by the path of the folder
};

}  // namespace kproof

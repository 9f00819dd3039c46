// What the run says about itself: the keys of audit/store/run_keys.h as a value.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "audit/judge/result.h"
#include "audit/store/fact_reader.h"
#include "harness/base/clock.h"

namespace kproof {

struct RunInfo {
  std::vector<std::string> fail_on;
  std::map<std::string, std::string> limits;  // "longest_ack_gap" → "< 15s"
  std::string ended;                          // "complete", "interrupted"; "": the run was killed
  std::string not_run, usage, error;          // reasons; "" when none
};

// Fills in what `result` says about the run itself. A key that can't be parsed becomes a doubt.
RunInfo ReadRunInfo(const FactReader& store, Result& result);

// Whether `value` keeps `bound` ("> 0", "= 3"); nothing when the bound can't be parsed.
std::optional<bool> Keeps(std::uint64_t value, const std::string& bound);
// The same for a time and a bound such as "< 15s".
std::optional<bool> Keeps(Duration time, const std::string& bound);

}  // namespace kproof

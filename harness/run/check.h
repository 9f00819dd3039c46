// Judging a run again from what it stored.
#pragma once

#include <string>

#include "audit/judge/result.h"

namespace kproof {

struct CheckOutcome {
  Result result;
  std::string folder;  // that the store lies in
};

// `path` is a run folder, an audit.db or an events.jsonl (any other file, and "-", stdin). Nothing
// of it is changed: where a run was killed before its spools were taken over, that is done in a
// copy, and events become a store that is kept at `keep` when that is not "". Throws
// Error(kCorrupt) for a store that is missing, foreign, damaged or newer, Error(kUsage) for events
// that have errors.
CheckOutcome CheckRun(const std::string& path, const std::string& keep = "");

}  // namespace kproof

// Judging a run again from what it stored.
#pragma once

#include <string>

#include "audit/judge/result.h"

namespace kproof {

struct CheckOutcome {
  Result result;
  std::string folder;  // that the store lies in
};

// `path` is a run folder or an audit.db. The store is not changed: where a run was killed before
// its spools were taken over, that is done in a copy. Throws Error(kCorrupt) for a store that is
// missing, foreign, damaged or newer.
CheckOutcome CheckRun(const std::string& path);

}  // namespace kproof

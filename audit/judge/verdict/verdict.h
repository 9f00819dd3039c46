// From findings and circumstances to one verdict and the sentence that says why.
#pragma once

#include <vector>

#include "audit/judge/result.h"
#include "audit/judge/run/run_info.h"
#include "audit/judge/verdict/findings.h"

namespace kproof {

// Sets verdict and reason (and `expected` of findings) from everything else in `result`; adds
// doubts that follow from `require` and `expect`.
void Decide(Result& result, const std::vector<JudgedFinding>& judged, const RunInfo& info);

}  // namespace kproof

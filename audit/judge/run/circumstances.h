// What surrounds the findings: exposure, limits, disturbances, and everything that speaks for
// "inconclusive".
#pragma once

#include "audit/judge/checks.h"
#include "audit/judge/facts/history.h"
#include "audit/judge/result.h"
#include "audit/judge/run/run_info.h"
#include "audit/judge/run/timeline.h"

namespace kproof {

// Fills in exposure, limits, disturbances and doubts of `result`, whose availability, faults and
// counts are there.
void AddCircumstances(Result& result, const RunInfo& info, const History& history,
                      const Timeline& timeline, const MissingTotals& missing);

}  // namespace kproof

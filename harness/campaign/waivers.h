// Known failures that somebody answers for until a date: they turn a red campaign yellow, and hide
// no count. docs/matrix.md describes the file.
//
// Thread-safe: pure functions.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "audit/judge/result.h"
#include "harness/campaign/campaign_progress.h"
#include "harness/scenario/scenario.h"
#include "harness/scenario/tree.h"

namespace kproof {

struct Waiver {
  std::string scenario;  // by name
  std::string finding;   // "": each but `lost`
  std::string ticket, reason;
  std::chrono::year_month_day until;  // the last day that it counts
  bool waive_loss = false;            // `lost` is waived only with this
  SourcePlace place;
};

// "2026-12-31".
std::string DayText(std::chrono::year_month_day day);

struct ParsedWaivers {
  std::vector<Waiver> waivers;
  std::vector<Diagnostic> diagnostics;  // then `waivers` means nothing
};

// Reads a list of waivers strictly. One that has lapsed on `today` is a diagnostic: whoever wrote
// it promised that it would be mended by then.
ParsedWaivers ParseWaivers(const std::string& file_name, const std::string& yaml,
                           std::chrono::year_month_day today);

// Findings of a result that make it fail, without those that it expects or ignores.
std::vector<std::string> FailingFindings(const Result& result);

// Notes in `progress` which trials are waived. Gives the waivers that covered nothing.
std::vector<const Waiver*> ApplyWaivers(const std::vector<Waiver>& waivers,
                                        CampaignProgress& progress);

// "leader-kill (seed 7): lost: KAFKA-1 until 2026-12-31: why" for each trial that is waived.
std::vector<std::string> WaivedLines(const std::vector<Waiver>& waivers,
                                     const CampaignProgress& progress);

// The waivers that together cover every finding that makes this result fail; empty where one is not
// covered, where it does not fail by findings, or where it is in doubt.
std::vector<const Waiver*> CoveringWaivers(const Result& result,
                                           const std::vector<Waiver>& waivers);

}  // namespace kproof

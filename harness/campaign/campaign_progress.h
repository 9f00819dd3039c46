// How far a campaign has come: a value that grows with each trial that ends.
//
// A campaign that was killed can go on from it. Its records are lines of text, and everything else
// follows: the plan from the request (campaign_plan.h), and the result of a trial from the audit
// store in its folder (Judge), as `kproof check` has it. With both, RunCampaign begins with the
// first trial that has no record.
//
// Thread-safe: pure functions.
#pragma once

#include <optional>
#include <set>
#include <vector>

#include "audit/judge/result.h"
#include "harness/campaign/campaign_plan.h"
#include "harness/campaign/trial_record.h"
#include "reports/summary.h"

namespace kproof {

struct CampaignProgress {
  std::vector<TrialRecord> records;   // in the order in which the trials ended
  std::vector<Result> results;        // one for each record
  std::set<std::size_t> waived = {};  // of the records: their exit codes do not count (waivers.h)
  // What ended the campaign early and left not even a run folder: kNotRun or kError.
  std::optional<Verdict> broken_off;
};

// Whether a run that ended so was broken off by a signal: its trial is still to be run.
bool WasInterrupted(const TrialRecord& record);
// Whether a record ends its trial: it was neither interrupted nor disturbed.
bool Counts(const TrialRecord& record);
// The trials of the plan's shard that have no record, or only of runs that were interrupted, in the
// plan's order. Throws Error(kUsage) for a record of a trial that the plan does not have: it
// belongs to another campaign.
std::vector<Trial> Remaining(const CampaignPlan& plan, const CampaignProgress& progress);

// Seconds for which the campaign was at work until its last trial ended.
double ElapsedOf(const CampaignProgress& progress);

// All trials at a glance, with the exit code that speaks for them: 0 where none counts, and 2 at
// least where one never began or, of scenarios, fewer than `min_trials` of one were judged. The
// summary looks into `progress`.
Summary SummaryOf(const CampaignPlan& plan, const CampaignProgress& progress,
                  std::uint64_t min_trials = 0);

}  // namespace kproof

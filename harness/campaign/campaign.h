// Many runs, one after the other on stages that they hand on to each other. A run knows nothing of
// its campaign, and the campaign prints nothing.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "harness/base/error.h"
#include "harness/campaign/campaign_plan.h"
#include "harness/campaign/campaign_progress.h"
#include "harness/run/place.h"
#include "harness/run/progress.h"
#include "harness/run/stage.h"

namespace kproof {

struct CampaignSetup {
  std::string out = "results";  // where run folders go
  RunPlace place;
  bool share_clusters = true;  // also only where more than one trial is left, and facts are spooled
  bool keep_cluster = false;   // that of the last trial
  bool fail_fast = false;      // ends with the first trial that fails: see IsFailure
  std::string campaign;        // name of the campaign's folder; "": it has none
  bool allow_not_run = false;  // leaves trials out whose faults can't be made here
  std::string audit_transport = "spool";  // spool | topic
  std::string program;                    // that agents are started from
  std::function<int()> signal;            // 0: none yet. Asked from several threads
  // Whether this process runs the trial: others of the same campaign may have taken it. Empty: it
  // runs all.
  std::function<bool(const Trial&)> claim = {};
};

// Who is informed of what a campaign does, on the thread that runs it.
class CampaignListener {
 public:
  virtual ~CampaignListener() = default;
  // Where this trial, the next, reports its progress.
  virtual std::unique_ptr<ProgressSink> NewProgress(const Trial& trial) = 0;
  // `progress` has the trial's record and result last. What this throws ends the campaign: a trial
  // that could not be written down is not to be followed by others.
  virtual void Ended(const CampaignProgress& progress, std::size_t left) = 0;
  // Why a run left no folder, which ends the campaign.
  virtual void BrokenOff(const Error& error) = 0;
  // The last trial's clusters live until this returns.
  virtual void Kept(const Stage& stage) = 0;
};

// Whether a run that found nothing, or that was too slow, stood still because the machine did:
// beside other jobs that is no evidence. Losses and other anomalies count whatever the machine did.
bool WasDisturbed(const Result& result);

// Whether a campaign with `fail_fast` ends here: the trial showed what its cell does not expect,
// or, where that expects nothing, a violation, or for `kproof run` anything but a pass.
bool IsFailure(const CampaignPlan& plan, const TrialRecord& record, const Result& result);

// Runs the trials that `progress` has no record of, until a signal comes or not even a run folder
// can be made. Gives the progress with all that ended. Throws Error where nothing can be begun.
CampaignProgress RunCampaign(const CampaignPlan& plan, const CampaignSetup& setup,
                             CampaignListener& listener, CampaignProgress progress = {});

}  // namespace kproof

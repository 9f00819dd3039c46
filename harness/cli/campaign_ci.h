// What a CI server is given of a campaign, or of a single run.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "harness/campaign/campaign_plan.h"
#include "harness/campaign/campaign_progress.h"

namespace kproof {

struct CampaignForCi {
  const CampaignPlan& plan;
  const CampaignProgress& progress;
  std::string folder;                         // of the campaign; "": a single run without one
  std::string out;                            // where results go
  std::vector<std::string> files, sets = {};  // as on the command line
  std::uint64_t min_trials = 0;
  int code = 0;
  bool quiet = false;
};

// Gives 0, or kExitNotRun where something could not be written. Does nothing without a CI server.
int InformCiOf(const CampaignForCi& campaign);

}  // namespace kproof

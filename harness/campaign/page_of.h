// A campaign as its page shows it, from what its folder has.
//
// Not thread-safe: reads files.
#pragma once

#include <string>

#include "harness/campaign/campaign_folder.h"
#include "harness/campaign/campaign_plan.h"
#include "harness/campaign/campaign_progress.h"
#include "harness/campaign/campaign_rules.h"
#include "reports/campaign_page/campaign_page.h"

namespace kproof {

// `progress` has the waivers of `rules` applied. What only the process that ran it knows (a signal,
// a disk that refused) is not in its exit code.
CampaignPage PageOf(const CampaignPlan& plan, const CampaignProgress& progress,
                    const CampaignRules& rules, const CampaignFolder& folder);

// A campaign from its folder alone, which is not changed: each run is judged again from its store.
struct CampaignOfFolder {
  CampaignPage page;
  std::vector<Result> results;  // of the trials that ended, in that order
};
// Throws what CampaignFolder and ParseRules throw.
CampaignOfFolder ReadCampaign(const std::string& path, const Vocabulary& vocabulary);

}  // namespace kproof

// The matrix that a campaign's trials amount to so far.
//
// Thread-safe: a pure function.
#pragma once

#include "harness/campaign/campaign_plan.h"
#include "harness/campaign/campaign_progress.h"
#include "harness/campaign/campaign_rules.h"
#include "reports/matrix.h"

namespace kproof {

// `folder`: of the campaign; folders of runs are given relative to it.
Matrix MatrixOf(const CampaignPlan& plan, const CampaignProgress& progress,
                const std::string& folder, const CampaignRules& rules = {});

}  // namespace kproof

// A campaign's plan as text (campaign.json), so that a campaign can be gone on with whatever became
// of the files that it was planned from: each cell's scenario stands in it, with every default.
//
// Thread-safe: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "harness/campaign/campaign_plan.h"
#include "harness/scenario/vocabulary.h"

namespace kproof {

std::string ToJson(const CampaignPlan& plan);
// Throws Error(kCorrupt) for anything that ToJson does not write, and Error(kUsage) where a
// scenario in it is refused by this version of kproof.
CampaignPlan ParseCampaignPlan(std::string_view json, const Vocabulary& vocabulary);

}  // namespace kproof

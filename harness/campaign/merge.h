// Puts the folders of a campaign's shards together, with the result that one machine would have
// had.
//
// Not thread-safe: writes a folder.
#pragma once

#include <string>
#include <vector>

#include "harness/campaign/campaign_folder.h"

namespace kproof {

// A new folder below `out` with the trials of all `folders`. Run folders are linked where the disk
// is the same, else copied; the given folders stay as they are. Throws Error(kUsage) where a folder
// is of another campaign, or where two have the same trial.
CampaignFolder MergeCampaigns(const std::vector<std::string>& folders, const std::string& out,
                              const Vocabulary& vocabulary);

}  // namespace kproof

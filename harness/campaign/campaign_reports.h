// The files that say what a campaign amounts to, in its folder: matrix.json, matrix.csv, junit.xml.
//
// Not thread-safe: writes files. Throws Error(kNotRun) when the disk refuses.
#pragma once

#include "harness/campaign/campaign_folder.h"
#include "harness/campaign/campaign_plan.h"
#include "harness/campaign/campaign_progress.h"
#include "reports/matrix.h"

namespace kproof {

// Writes them, replacing what is there, and moves the link `latest` beside the folder. Gives the
// matrix, and why the link was left as it is; "" when it was moved.
struct WrittenReports {
  Matrix matrix;
  std::string junit;
  std::string latest_left;
};
WrittenReports WriteReports(const CampaignFolder& folder, const CampaignPlan& plan,
                            const CampaignProgress& progress);

}  // namespace kproof

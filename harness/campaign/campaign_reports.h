// The files that say what a campaign amounts to, in its folder: matrix.json, matrix.csv and
// junit.xml for programs, report.html and result.md for people, index.json for who looks first.
//
// Not thread-safe: writes files. Throws Error(kNotRun) when the disk refuses.
#pragma once

#include "harness/campaign/campaign_folder.h"
#include "harness/campaign/campaign_plan.h"
#include "harness/campaign/campaign_progress.h"
#include "harness/campaign/campaign_rules.h"
#include "reports/campaign_page/campaign_page.h"

namespace kproof {

// For CI servers: a matrix by its cells, other campaigns by their runs.
std::string JunitOf(const CampaignPage& page, const std::vector<Result>& results);

// Writes them, replacing what is there, and moves the link `latest` beside the folder. Gives the
// page, JUnit, and why the link was left as it is; "" when it was moved.
struct WrittenReports {
  CampaignPage page;
  std::string junit;
  std::string latest_left;
  std::string unwritten;  // why not all of them could be written; "": they were
};
WrittenReports WriteReports(const CampaignFolder& folder, const CampaignPlan& plan,
                            const CampaignProgress& progress, const CampaignRules& rules);

}  // namespace kproof

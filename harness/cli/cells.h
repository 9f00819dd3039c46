// The cells of a campaign before it runs, and the scenario files that they come from.
#pragma once

#include <string>

#include "harness/campaign/campaign_plan.h"
#include "harness/cli/output.h"

namespace kproof {

// Throws Error(kUsage) that names the file.
std::string ReadScenarioFile(const std::string& file);

// What would run, cell by cell, and what is left out. Gives the exit code.
int PrintCells(const CampaignPlan& plan, const JsonFlags& json);

}  // namespace kproof

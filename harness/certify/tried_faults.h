// Trials of a campaign by the cell that they belong to, and what a certificate says of each.
//
// Thread-safe: pure functions.
#pragma once

#include <string>
#include <vector>

#include "audit/judge/result.h"
#include "audit/lint/certificate.h"
#include "harness/campaign/campaign_progress.h"
#include "harness/certify/certify_plan.h"

namespace kproof {

// Those that count; interrupted and disturbed ones do not. Points into the plan and the progress.
struct CellTrials {
  const Cell* cell = nullptr;
  std::vector<const Result*> trials;
  bool given() const { return cell->at.at("settings") == kGivenSettings; }
  const std::string& scenario() const { return cell->at.at("fault"); }
};

// In the order of the plan.
std::vector<CellTrials> TrialsByCell(const CampaignPlan& plan, const CampaignProgress& progress);

TriedFault TriedOf(const CellTrials& cell);

}  // namespace kproof

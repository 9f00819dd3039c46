// What a campaign prints while it runs: of `run` each result in full, of `matrix` a line a trial.
//
// Belongs to the thread that runs the campaign.
#pragma once

#include <memory>
#include <string>

#include "harness/campaign/campaign.h"
#include "harness/campaign/campaign_folder.h"
#include "harness/cli/outlet.h"
#include "harness/cli/output.h"

namespace kproof {

// `left`: trials that are still to be run. `campaign`: name of the folder.
CampaignNews NewsOf(const CampaignPlan& plan, const CampaignProgress& progress, std::size_t left,
                    const std::string& campaign);

class CampaignScreen final : public CampaignListener {
 public:
  // `folder` may be null: a single run has none. Beside others the phases of each run are left out.
  // Keeps references.
  CampaignScreen(const CampaignPlan& plan, const OutputFlags& flags, CampaignFolder* folder,
                 Outlet& outlet, bool beside_others)
      : plan_(plan),
        flags_(flags),
        folder_(folder),
        outlet_(outlet),
        beside_others_(beside_others) {}

  // Says how far the campaign had come before.
  void Begin(const CampaignProgress& progress) const;

  std::unique_ptr<ProgressSink> NewProgress(const Trial& trial) override;
  void Ended(const CampaignProgress& progress, std::size_t left) override;
  void BrokenOff(const Error& error) override;
  void Kept(const Stage& stage) override;

 private:
  void PrintTrial(const TrialRecord& record, const Result& result) const;
  void Report(const CampaignProgress& progress, std::size_t left) const;
  std::string TitleOf(const Trial& trial) const;

  const CampaignPlan& plan_;
  const OutputFlags& flags_;
  CampaignFolder* folder_;
  Outlet& outlet_;
  bool beside_others_;
};

}  // namespace kproof

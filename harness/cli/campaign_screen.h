// What a campaign prints while it runs: of `run` each result in full, of `matrix` a line a trial.
//
// Belongs to the thread that runs the campaign.
#pragma once

#include <memory>
#include <string>

#include "harness/campaign/campaign.h"
#include "harness/campaign/campaign_folder.h"
#include "harness/cli/output.h"

namespace kproof {

class CampaignScreen final : public CampaignListener {
 public:
  // `folder` may be null: a single run has none. Beside others the phases of each run are left out.
  // Keeps references.
  CampaignScreen(const CampaignPlan& plan, const OutputFlags& flags, CampaignFolder* folder,
                 bool beside_others)
      : plan_(plan), flags_(flags), folder_(folder), beside_others_(beside_others) {}

  std::unique_ptr<ProgressSink> NewProgress() override;
  void Ended(const CampaignProgress& progress, std::size_t left) override;
  void BrokenOff(const Error& error) override;
  void Kept(const Stage& stage) override;

 private:
  void PrintTrial(const TrialRecord& record, const Result& result) const;
  void PrintLeft(const CampaignProgress& progress, std::size_t left) const;

  const CampaignPlan& plan_;
  const OutputFlags& flags_;
  CampaignFolder* folder_;
  bool beside_others_;
};

// "about 12 min": of so many seconds.
std::string RoughTime(double seconds);

}  // namespace kproof

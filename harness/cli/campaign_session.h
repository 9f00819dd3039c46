// One process's part in a campaign, with all that is printed: runs trials, and at the end says what
// they amount to.
//
// Belongs to one thread.
#pragma once

#include <optional>
#include <vector>

#include "harness/campaign/campaign.h"
#include "harness/campaign/campaign_reports.h"
#include "harness/campaign/campaign_rules.h"
#include "harness/campaign/claims.h"
#include "harness/campaign/waivers.h"
#include "harness/cli/campaign_flags.h"
#include "harness/cli/outlet.h"
#include "harness/cli/own_outlet.h"

namespace kproof {

class CampaignSession {
 public:
  // `folder` may be null: one is made where there are several trials. Keeps references.
  CampaignSession(const CampaignFlags& flags, const CampaignPlan& plan, const RunPlace& place,
                  CampaignFolder* folder)
      : flags_(flags), plan_(plan), place_(place), folder_(folder) {}

  // Runs those trials that it claims before others do.
  void Work(CampaignProgress progress, Outlet& outlet, const Claims& claims);

  // Runs what is left (nothing where `signal` came already), prints what all of it amounts to, and
  // gives the exit code.
  int Finish(CampaignProgress progress, OwnOutlet& outlet, int signal,
             const std::vector<Waiver>& waivers, const CampaignEnd& end, OutputFile* junit);

 private:
  CampaignProgress Run(CampaignProgress progress, Outlet& outlet, int signal, const Claims* claims);
  int PrintEnd(const CampaignProgress& progress, const CampaignRules& rules, const CampaignEnd& end,
               OutputFile* junit);
  int PrintMatrix(const CampaignProgress& progress, const CampaignRules& rules,
                  const CampaignEnd& end, OutputFile* junit);
  bool PrintWaivers(const CampaignProgress& progress, const std::vector<Waiver>& waivers,
                    const std::vector<const Waiver*>& unused) const;

  const CampaignFlags& flags_;
  const CampaignPlan& plan_;
  const RunPlace& place_;
  CampaignFolder* folder_;
  std::optional<CampaignFolder> own_;
};

// Says on stderr which reports could not be written; gives kExitNotRun then, else 0.
int SayUnwritten(const WrittenReports& written);

// How many runs at once: what is asked, else what cores and memory carry, and never more than there
// are trials. Said on stderr where nobody asked and it is more than one.
std::size_t JobsOf(const CampaignFlags& flags, const CampaignPlan& plan);

}  // namespace kproof

// What `run` and `matrix` have in common: flags of a campaign, and carrying one out with its folder
// and everything that is printed.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "harness/campaign/campaign_folder.h"
#include "harness/campaign/campaign_plan.h"
#include "harness/cli/output.h"

namespace kproof {

struct CampaignFlags {
  std::vector<std::string> files, sets;
  std::optional<std::uint64_t> seed, repeat;
  std::string out = "results";
  std::string resume;               // the folder of a campaign; "": a new one
  std::optional<std::size_t> jobs;  // at once; nothing: what the machine carries
  std::string shard;                // "1/2"; "": all
  std::string waivers;              // a file; "": none
  std::string sandbox = "auto";
  std::string audit_transport = "spool";
  std::optional<std::uint64_t> min_trials;  // see MinTrialsOf
  bool keep_cluster = false;
  bool fresh_clusters = false;
  bool allow_not_run = false;
  bool fail_fast = false;
  bool dry_run = false;
  OutputFlags output;
};

void AddCampaignFlags(CLI::App& verb, CampaignFlags& flags);
void AddMinTrialsFlag(CLI::App& verb, std::optional<std::uint64_t>& min_trials);
// How many trials a cell must have at least, which is asked of a matrix alone where nobody says it.
// Of a shard 1 at most: `kproof merge` counts what all of them have.
std::uint64_t MinTrialsOf(const std::optional<std::uint64_t>& asked, const CampaignPlan& plan);
// Of those: where and how runs take place, with the output flags.
void AddPlaceFlags(CLI::App& verb, CampaignFlags& flags);

// Throws Error(kUsage) where neither or both of files and --resume are given, or what only a new
// campaign has is given with --resume.
void RequireFilesOrResume(const CampaignFlags& flags);

// The part of the plan that --shard asks for; `seeded`: its seed was given. Throws Error(kUsage)
// where it is none.
CampaignPlan ShardOf(const CampaignFlags& flags, CampaignPlan plan, bool seeded);

// Says what a campaign amounts to, instead of the table of a matrix, and gives the exit code.
using CampaignEnd =
    std::function<int(const CampaignFolder& folder, const CampaignProgress& progress)>;

// Runs the plan, or what --resume has left of it, in the place that the flags ask for. Gives the
// exit code. Throws Error where nothing can be begun. `end` may be empty; it is called in the
// sandbox, where one is made.
int CarryOutCampaign(const CampaignFlags& flags, const CampaignPlan& plan,
                     const CampaignEnd& end = {});
// The same for what is left of the campaign in --resume.
int ResumeCampaign(const CampaignFlags& flags);

}  // namespace kproof

#include "harness/serve/shelf.h"

#include <algorithm>

#include "harness/base/contains.h"
#include "harness/base/error.h"
#include "harness/run/folder.h"

namespace kproof {
namespace {

constexpr char kStore[] = "audit.db";
constexpr char kResult[] = "result.json";

bool HasFile(const OpenFolder& folder, const std::string& name) {
  const auto entry = folder.Find(name);
  return entry && !entry->is_folder;
}

bool IsRun(const OpenFolder& folder) { return HasFile(folder, kStore) || HasFile(folder, kResult); }

std::string FolderOf(const ShelvedRun& run) {
  return (run.partial ? std::string(kPartialPrefix) : "") + run.name;
}

// What the folder `name` is as a run, by its name and what lies in it.
std::optional<ShelvedRun> RunIn(const OpenFolder& above, const std::string& campaign,
                                const std::string& name) {
  const bool partial = name.starts_with(kPartialPrefix);
  if (!partial && name.starts_with(".")) return std::nullopt;  // nodes, what cleanup left
  const auto folder = above.Enter(name);
  if (!folder || HasFile(*folder, kCampaignFile) || !IsRun(*folder)) return std::nullopt;
  return ShelvedRun{campaign, partial ? name.substr(kPartialPrefix.size()) : name, partial};
}

std::vector<ShelvedRun> RunsIn(const std::optional<OpenFolder>& above,
                               const std::string& campaign) {
  std::vector<ShelvedRun> runs;
  if (!above) return runs;
  for (const auto& entry : above->Entries())
    if (entry.is_folder)
      if (auto run = RunIn(*above, campaign, entry.name)) runs.push_back(std::move(*run));
  std::sort(runs.begin(), runs.end(),  // names begin with the time
            [](const ShelvedRun& a, const ShelvedRun& b) { return a.name > b.name; });
  return runs;
}

}  // namespace

Shelf::Shelf(std::string folder) : folder_(std::move(folder)) {
  const auto top = Top();
  if (!top)
    throw Error(ErrorKind::kUsage, "there is no folder " + folder_ + " that can be read",
                Hint("name the folder that runs are written to (--out of kproof run), or make it "
                     "with mkdir"));
  if (HasFile(*top, kCampaignFile) || IsRun(*top))
    throw Error(ErrorKind::kUsage, folder_ + " is the folder of one run or campaign",
                Hint("serve the folder that it lies in, which may have many"));
}

std::optional<OpenFolder> Shelf::Top() const { return OpenFolder::Open(folder_); }

bool Shelf::HasCampaign(const std::string& name) const { return Contains(Campaigns(), name); }

std::optional<OpenFolder> Shelf::OpenCampaign(const std::string& name) const {
  const auto top = Top();
  return top ? top->Enter(name) : std::nullopt;
}

std::optional<OpenFolder> Shelf::Above(const std::string& campaign) const {
  if (campaign.empty()) return Top();
  const auto of_campaign = OpenCampaign(campaign);
  return of_campaign ? of_campaign->Enter(kCampaignRuns) : std::nullopt;
}

std::vector<ShelvedRun> Shelf::Runs() const { return RunsIn(Top(), ""); }

std::vector<ShelvedRun> Shelf::Trials(const std::string& campaign) const {
  return RunsIn(Above(campaign), campaign);
}

std::vector<std::string> Shelf::Campaigns() const {
  std::vector<std::string> campaigns;
  const auto top = Top();
  if (!top) return campaigns;
  for (const auto& entry : top->Entries()) {
    if (!entry.is_folder || entry.name.starts_with(".")) continue;
    const auto folder = top->Enter(entry.name);
    if (folder && HasFile(*folder, kCampaignFile)) campaigns.push_back(entry.name);
  }
  std::reverse(campaigns.begin(), campaigns.end());
  return campaigns;
}

std::optional<ShelvedRun> Shelf::FindRun(const std::string& campaign,
                                         const std::string& name) const {
  if (!campaign.empty() && !HasCampaign(campaign)) return std::nullopt;
  const auto above = Above(campaign);
  if (!above) return std::nullopt;
  std::optional<ShelvedRun> found;
  for (const auto& entry : above->Entries()) {
    if (entry.name != name && entry.name != FolderOf({campaign, name, true})) continue;
    auto run = RunIn(*above, campaign, entry.name);
    if (run && (!found || !run->partial)) found = std::move(run);
  }
  return found;
}

std::optional<OpenFolder> Shelf::Open(const ShelvedRun& run) const {
  const auto above = Above(run.campaign);
  if (!above) return std::nullopt;
  return above->Enter(FolderOf(run));
}

std::string Shelf::Latest() const {
  const auto top = Top();
  return top ? top->LinkAt("latest") : "";
}

}  // namespace kproof

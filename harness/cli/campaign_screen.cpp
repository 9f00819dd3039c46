#include "harness/cli/campaign_screen.h"

#include <fmt/format.h>

#include "harness/base/clock.h"
#include "harness/base/printable.h"
#include "harness/base/text.h"
#include "harness/cli/live_screen.h"
#include "harness/cli/run_progress.h"
#include "harness/cluster/sandbox.h"
#include "harness/words/finding.h"

namespace kproof {
namespace {

// "6,675 lost, 2 duplicated"; "" where nothing was found.
std::string Found(const Result& result) {
  std::vector<std::string> parts;
  for (const auto& row : FindingTable()) {
    const auto found = result.counts.find(row.name);
    if (row.anomaly() && found != result.counts.end() && found->second > 0)
      parts.push_back(WithThousands(found->second) + " " + row.name);
  }
  return Join(parts, ", ");
}

}  // namespace

// From what the trials took so far, those of earlier sessions too; of several processes together.
CampaignNews NewsOf(const CampaignPlan& plan, const CampaignProgress& progress, std::size_t left,
                    const std::string& campaign) {
  CampaignNews news{.campaign = campaign,
                    .at_s = ElapsedOf(progress),
                    .done = Remaining(plan, {}).size() - left,
                    .left = left,
                    .expected_s = {}};
  news.ExpectFromThose();
  return news;
}

void CampaignScreen::Begin(const CampaignProgress& progress) const {
  Report(progress, Remaining(plan_, progress).size());
}

// Of a matrix all trials are one scenario: it is the place in the table that tells them apart.
std::string CampaignScreen::TitleOf(const Trial& trial) const {
  if (plan_.matrix) return PlaceText(plan_.cells[trial.cell].at);
  return fmt::format("{} (seed {})", plan_.ScenarioOf(trial).name, trial.seed);
}

// Of a matrix the phases of each trial would hide its table: with --verbose they are shown.
std::unique_ptr<ProgressSink> CampaignScreen::NewProgress(const Trial& trial) {
  const bool few = !plan_.matrix && !beside_others_;
  return std::make_unique<RunProgress>(
      outlet_, RunProgress::Looks{.title = TitleOf(trial),
                                  .lines = !flags_.quiet && (few || flags_.verbose),
                                  .one_row = beside_others_});
}

void CampaignScreen::Ended(const CampaignProgress& progress, std::size_t left) {
  const auto& record = progress.records.back();
  if (folder_ != nullptr) folder_->Append(record);
  if (!plan_.matrix)
    outlet_.Print(stdout, ResultText(progress.results.back(), record.folder, flags_));
  if (!record.unwritten.empty()) outlet_.Print(stderr, "kproof: " + record.unwritten + "\n");
  if (plan_.matrix && !flags_.quiet) PrintTrial(record, progress.results.back());
  Report(progress, left);
}

void CampaignScreen::PrintTrial(const TrialRecord& record, const Result& result) const {
  if (plan_.trials.size() == 1) return;
  const auto found = Found(result);
  outlet_.Print(stderr, fmt::format("{}: {}{}\n", Printable(TitleOf(plan_.trials[record.trial])),
                                    Name(result.verdict), found.empty() ? "" : ", " + found));
}

void CampaignScreen::Report(const CampaignProgress& progress, std::size_t left) const {
  if (plan_.trials.size() > 1)
    outlet_.Report(NewsOf(plan_, progress, left, folder_ == nullptr ? "" : folder_->name()));
}

void CampaignScreen::BrokenOff(const Error& error) {
  outlet_.Print(stderr, "kproof: " + error.Full() + "\n");
}

void CampaignScreen::Kept(const Stage& stage) {
  for (const auto& [name, cluster] : stage.clusters())
    outlet_.Print(stderr,
                  fmt::format("cluster {} is still up: --bootstrap-server {}; Ctrl-C stops it\n",
                              name, cluster->bootstrap_servers()));
  if (InsideSandbox())
    outlet_.Print(stderr, "it is in a sandbox; enter it with: " + EnterCommand() + "\n");
  while (CaughtSignal() == 0) SleepFor(std::chrono::milliseconds(100));
}

}  // namespace kproof

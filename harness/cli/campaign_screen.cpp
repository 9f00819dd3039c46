#include "harness/cli/campaign_screen.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdio>

#include "harness/base/clock.h"
#include "harness/base/printable.h"
#include "harness/base/text.h"
#include "harness/cluster/sandbox.h"
#include "harness/words/finding.h"

namespace kproof {
namespace {

void KeepUntilSignal(const Stage& stage) {
  for (const auto& [name, cluster] : stage.clusters())
    std::fprintf(stderr, "cluster %s is still up: --bootstrap-server %s; Ctrl-C stops it\n",
                 name.c_str(), cluster->bootstrap_servers().c_str());
  if (InsideSandbox())
    std::fprintf(stderr, "it is in a sandbox; enter it with: %s\n", EnterCommand().c_str());
  while (CaughtSignal() == 0) SleepFor(std::chrono::milliseconds(100));
}

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

std::string RoughTime(double seconds) {
  if (seconds < 90) return fmt::format("about {:.0f} s", std::max(1.0, seconds));
  if (seconds < 90 * 60) return fmt::format("about {:.0f} min", seconds / 60);
  return fmt::format("about {:.1f} h", seconds / 3600);
}

// Of a matrix the phases of each trial would hide its table: with --verbose they are shown.
std::unique_ptr<ProgressSink> CampaignScreen::NewProgress() {
  OutputFlags flags = flags_;
  if ((plan_.matrix || beside_others_) && !flags.verbose) flags.quiet = true;
  return MakeProgress(flags);
}

void CampaignScreen::Ended(const CampaignProgress& progress, std::size_t left) {
  const auto& record = progress.records.back();
  if (folder_ != nullptr) folder_->Append(record);
  if (!plan_.matrix) PrintResult(progress.results.back(), record.folder, flags_);
  if (!record.unwritten.empty()) std::fprintf(stderr, "kproof: %s\n", record.unwritten.c_str());
  if (flags_.quiet || plan_.trials.size() == 1) return;
  if (plan_.matrix) PrintTrial(record, progress.results.back());
  PrintLeft(progress, left);
}

void CampaignScreen::PrintTrial(const TrialRecord& record, const Result& result) const {
  const auto& cell = plan_.cells[plan_.trials[record.trial].cell];
  const auto found = Found(result);
  std::fprintf(stderr, "%s: %s%s\n", Printable(PlaceText(cell.at)).c_str(),
               Name(result.verdict).c_str(), found.empty() ? "" : (", " + found).c_str());
}

// From what the trials took so far, those of earlier sessions too; of several processes together.
void CampaignScreen::PrintLeft(const CampaignProgress& progress, std::size_t left) const {
  const auto done = plan_.trials.size() - left;
  const double each = ElapsedOf(progress) / static_cast<double>(done);
  std::fprintf(stderr, "  %zu of %zu trials done%s\n", done, plan_.trials.size(),
               left == 0
                   ? ""
                   : fmt::format(", {} left: {}", left, RoughTime(each * static_cast<double>(left)))
                         .c_str());
}

void CampaignScreen::BrokenOff(const Error& error) {
  std::fprintf(stderr, "kproof: %s\n", error.Full().c_str());
}

void CampaignScreen::Kept(const Stage& stage) { KeepUntilSignal(stage); }

}  // namespace kproof

#include "harness/cli/campaign_session.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <thread>

#include "harness/base/printable.h"
#include "harness/cli/campaign_ci.h"
#include "harness/cli/campaign_screen.h"
#include "harness/cli/stdout.h"
#include "harness/cli/verbs.h"
#include "reports/matrix.h"
#include "reports/summary.h"

namespace kproof {
namespace {

// From few trials nobody can tell a pace.
void PrintPace(const CampaignProgress& progress) {
  constexpr std::size_t kTelling = 10;
  if (progress.records.size() < kTelling) return;
  const double seconds = ElapsedOf(progress);
  std::printf("%zu trials in %.0f s: %.0f per hour\n", progress.records.size(), seconds,
              static_cast<double>(progress.records.size()) * 3600 / seconds);
}

// Of a campaign that ended before all trials had run.
int CodeOfBreaks(const CampaignProgress& progress, int signal) {
  std::vector<int> codes = {0};
  for (const auto& record : progress.records) {
    if (WasInterrupted(record)) codes.push_back(record.exit_code);
    if (!record.unwritten.empty()) codes.push_back(kExitNotRun);
  }
  if (progress.broken_off) codes.push_back(ExitCode(*progress.broken_off));
  if (signal != 0) codes.push_back(128 + signal);
  return WorstExitCode(codes);
}

}  // namespace

// A run keeps about two cores busy, and its nodes take less than 3 GiB.
std::size_t JobsOf(const CampaignFlags& flags, const CampaignPlan& plan) {
  const auto trials = Remaining(plan, {}).size();
  if (flags.jobs || flags.keep_cluster) return std::min(flags.jobs.value_or(1), trials);
  const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
  const auto gib = static_cast<std::size_t>(::sysconf(_SC_PHYS_PAGES)) *
                       static_cast<std::size_t>(::sysconf(_SC_PAGESIZE)) >>
                   30;
  const auto jobs =
      std::min({std::max<std::size_t>(1, cores / 2), std::max<std::size_t>(1, gib / 3), trials});
  if (jobs > 1 && !flags.output.quiet)
    std::fprintf(stderr, "%zu runs at once, for %zu cores and %zu GiB (--jobs)\n", jobs, cores,
                 gib);
  return jobs;
}

CampaignProgress CampaignSession::Run(CampaignProgress progress, Outlet& outlet, int signal,
                                      const Claims* claims) {
  RememberSignals();
  if (folder_ == nullptr && (plan_.trials.size() > 1 || plan_.matrix))
    folder_ = &own_.emplace(CampaignFolder::Create(flags_.out, plan_));
  CampaignScreen screen(plan_, flags_.output, folder_, outlet, claims != nullptr);
  CampaignSetup setup{
      .out = folder_ == nullptr ? flags_.out : folder_->Cells(),
      .place = place_,
      .share_clusters = !flags_.fresh_clusters,
      .keep_cluster = flags_.keep_cluster,
      .fail_fast = flags_.fail_fast,
      .campaign = folder_ == nullptr ? "" : folder_->name(),
      .allow_not_run = flags_.allow_not_run,
      .audit_transport = flags_.audit_transport,
      .program = std::filesystem::read_symlink("/proc/self/exe").string(),
      .signal = [signal] { return signal != 0 ? signal : CaughtSignal(); },
  };
  if (claims != nullptr)
    setup.claim = [claims](const Trial& trial) { return claims->Take(trial); };
  else if (!Remaining(plan_, progress).empty())
    screen.Begin(progress);
  return RunCampaign(plan_, setup, screen, std::move(progress));
}

void CampaignSession::Work(CampaignProgress progress, Outlet& outlet, const Claims& claims) {
  Run(std::move(progress), outlet, 0, &claims);
}

int CampaignSession::Finish(CampaignProgress progress, OwnOutlet& outlet, int signal,
                            const std::vector<Waiver>& waivers, const CampaignEnd& end,
                            OutputFile* junit) {
  progress = Run(std::move(progress), outlet, signal, nullptr);
  const int streamed = outlet.End();
  const auto unused = ApplyWaivers(waivers, progress);
  int code = WorstExitCode(
      {PrintEnd(progress, {MinTrialsOf(flags_.min_trials, plan_), waivers}, end, junit), streamed});
  if (signal != 0) code = WorstExitCode({code, 128 + signal});
  if (!PrintWaivers(progress, waivers, unused)) code = WorstExitCode({code, kExitUsage});
  const int informed = InformCiOf({.plan = plan_,
                                   .progress = progress,
                                   .folder = folder_ == nullptr ? "" : folder_->path(),
                                   .out = flags_.out,
                                   .files = flags_.files,
                                   .sets = flags_.sets,
                                   .min_trials = MinTrialsOf(flags_.min_trials, plan_),
                                   .code = code,
                                   .quiet = flags_.output.quiet});
  return FinishStdout(WorstExitCode({code, informed}));
}

int CampaignSession::PrintEnd(const CampaignProgress& progress, const CampaignRules& rules,
                              const CampaignEnd& end, OutputFile* junit) {
  Summary summary = SummaryOf(plan_, progress, rules.min_trials);
  if (!plan_.matrix && !WriteJunit(junit, progress.results))
    summary.exit_code = WorstExitCode({summary.exit_code, kExitNotRun});
  std::vector<int> codes;
  if (folder_ != nullptr) codes.push_back(PrintMatrix(progress, rules, end, junit));
  if (!plan_.matrix) {
    codes.push_back(summary.exit_code);
    if (folder_ != nullptr || summary.allowed_not_run > 0 || !summary.too_few.empty())
      PrintSummary(summary, flags_.output);
    const bool screen_is_free = !flags_.output.json.asked() && !StdoutIsTaken(flags_.output);
    if (folder_ != nullptr && screen_is_free) PrintPace(progress);
  }
  if (folder_ != nullptr && !flags_.output.quiet)
    std::fprintf(stderr, "campaign in %s%s\n", folder_->path().c_str(),
                 Remaining(plan_, progress).empty() ? "" : "; go on with --resume and this folder");
  return WorstExitCode(codes);
}

int SayUnwritten(const WrittenReports& written) {
  if (written.unwritten.empty()) return 0;
  std::fprintf(stderr, "kproof: %s\n", Printable(written.unwritten).c_str());
  return kExitNotRun;
}

// Gives the exit code of a matrix; of other campaigns that of their reports.
int CampaignSession::PrintMatrix(const CampaignProgress& progress, const CampaignRules& rules,
                                 const CampaignEnd& end, OutputFile* junit) {
  const auto written = WriteReports(*folder_, plan_, progress, rules);
  const auto& matrix = written.page.matrix;
  if (!written.latest_left.empty()) std::fprintf(stderr, "%s\n", written.latest_left.c_str());
  const int unwritten = SayUnwritten(written);
  if (!plan_.matrix) return unwritten;
  if (junit != nullptr) {
    junit->Write(written.junit);
    junit->Publish();
  }
  const int broken = CodeOfBreaks(progress, CaughtSignal());
  if (end && broken != 0) return WorstExitCode({broken, unwritten});
  if (end) return WorstExitCode({end(*folder_, progress), unwritten});
  if (flags_.output.json.asked())
    std::printf("%s", ToJson(matrix).c_str());
  else if (!StdoutIsTaken(flags_.output))
    std::printf("%s", ToTable(matrix).c_str());
  return WorstExitCode({written.page.exit_code, broken, unwritten});
}

// False where a waiver covered nothing in a campaign that came to its end: it is not needed.
bool CampaignSession::PrintWaivers(const CampaignProgress& progress,
                                   const std::vector<Waiver>& waivers,
                                   const std::vector<const Waiver*>& unused) const {
  for (const auto& line : WaivedLines(waivers, progress))
    std::fprintf(stderr, "%s\n", Printable(line).c_str());
  if (!Remaining(plan_, progress).empty() || plan_.shard.count > 1) return true;
  for (const auto* waiver : unused)
    std::fprintf(stderr, "%s:%d:%d: the waiver of %s covered nothing; remove it\n",
                 waiver->place.file.c_str(), waiver->place.line, waiver->place.column,
                 Printable(waiver->scenario).c_str());
  return unused.empty();
}

}  // namespace kproof

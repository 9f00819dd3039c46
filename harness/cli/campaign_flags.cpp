#include "harness/cli/campaign_flags.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>

#include "harness/base/clock.h"
#include "harness/base/error.h"
#include "harness/base/printable.h"
#include "harness/base/read_input.h"
#include "harness/base/wording.h"
#include "harness/campaign/campaign.h"
#include "harness/campaign/campaign_reports.h"
#include "harness/campaign/waivers.h"
#include "harness/cli/campaign_screen.h"
#include "harness/cli/load.h"
#include "harness/cli/stdout.h"
#include "harness/cli/verbs.h"
#include "harness/run/place.h"
#include "harness/run/vocabulary.h"
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

void RequireOut(const std::string& out) {
  if (out.empty())
    throw Error(ErrorKind::kUsage, "--out needs the name of a folder",
                Hint("it is created if it does not exist"));
  if (std::filesystem::exists(out) && !std::filesystem::is_directory(out))
    throw Error(ErrorKind::kUsage, "--out " + out + " is not a folder", Hint("name another one"));
}

// A campaign with all that it needs from its beginning to its last line.
class Session {
 public:
  Session(const CampaignFlags& flags, const CampaignPlan& plan, const RunPlace& place,
          const std::vector<Waiver>& waivers, const CampaignEnd& end, OutputFile* junit,
          CampaignFolder* folder)
      : flags_(flags),
        plan_(plan),
        place_(place),
        waivers_(waivers),
        end_(end),
        junit_(junit),
        folder_(folder) {}

  int Run(CampaignProgress progress) {
    RememberSignals();
    if (folder_ == nullptr && (plan_.trials.size() > 1 || plan_.matrix))
      folder_ = &own_.emplace(CampaignFolder::Create(flags_.out, plan_));
    CampaignScreen screen(plan_, flags_.output, folder_);
    progress = RunCampaign(plan_,
                           {.out = folder_ == nullptr ? flags_.out : folder_->Cells(),
                            .place = place_,
                            .share_clusters = !flags_.fresh_clusters,
                            .keep_cluster = flags_.keep_cluster,
                            .fail_fast = flags_.fail_fast,
                            .campaign = folder_ == nullptr ? "" : folder_->name(),
                            .allow_not_run = flags_.allow_not_run,
                            .audit_transport = flags_.audit_transport,
                            .program = std::filesystem::read_symlink("/proc/self/exe").string(),
                            .signal = CaughtSignal},
                           screen, std::move(progress));
    const auto unused = ApplyWaivers(waivers_, progress);
    const int code = Finish(progress);
    return FinishStdout(PrintWaivers(progress, unused) ? code : WorstExitCode({code, kExitUsage}));
  }

 private:
  int Finish(const CampaignProgress& progress) {
    Summary summary = SummaryOf(plan_, progress);
    if (!plan_.matrix && !WriteJunit(junit_, progress.results))
      summary.exit_code = WorstExitCode({summary.exit_code, kExitNotRun});
    std::vector<int> codes;
    if (folder_ != nullptr) codes.push_back(PrintMatrix(progress, summary));
    if (!plan_.matrix) {
      codes.push_back(summary.exit_code);
      if (folder_ != nullptr || summary.allowed_not_run > 0) PrintSummary(summary, flags_.output);
      const bool screen_is_free = !flags_.output.json.asked() && !JunitIsStdout(flags_.output);
      if (folder_ != nullptr && screen_is_free) PrintPace(progress);
    }
    if (folder_ != nullptr && !flags_.output.quiet) PrintWhere(summary.never_begun.size());
    return WorstExitCode(codes);
  }

  // Gives the exit code of a matrix.
  int PrintMatrix(const CampaignProgress& progress, const Summary& summary) {
    const auto written = WriteReports(*folder_, plan_, progress);
    if (!written.latest_left.empty()) std::fprintf(stderr, "%s\n", written.latest_left.c_str());
    if (!plan_.matrix) return 0;
    if (junit_ != nullptr) {
      junit_->Write(written.junit);
      junit_->Publish();
    }
    if (const int signal = CaughtSignal(); end_ && signal != 0) return 128 + signal;
    if (end_) return end_(*folder_, progress);
    if (flags_.output.json.asked())
      std::printf("%s", ToJson(written.matrix).c_str());
    else if (!JunitIsStdout(flags_.output))
      std::printf("%s", ToTable(written.matrix, flags_.min_trials).c_str());
    const bool all = summary.never_begun.empty();
    std::vector<int> codes = {ExitCodeOf(written.matrix, all ? flags_.min_trials : 0)};
    for (const auto& record : progress.records) {
      if (WasInterrupted(record)) codes.push_back(record.exit_code);
      if (!record.unwritten.empty()) codes.push_back(kExitNotRun);
    }
    if (progress.broken_off) codes.push_back(ExitCode(*progress.broken_off));
    if (const int signal = CaughtSignal(); signal != 0) codes.push_back(128 + signal);
    return WorstExitCode(codes);
  }

  // False where a waiver covered nothing in a campaign that came to its end: it is not needed.
  bool PrintWaivers(const CampaignProgress& progress,
                    const std::vector<const Waiver*>& unused) const {
    for (const auto& line : WaivedLines(waivers_, progress))
      std::fprintf(stderr, "%s\n", Printable(line).c_str());
    if (!Remaining(plan_, progress).empty() || plan_.shard.count > 1) return true;
    for (const auto* waiver : unused)
      std::fprintf(stderr, "%s:%d:%d: the waiver of %s covered nothing; remove it\n",
                   waiver->place.file.c_str(), waiver->place.line, waiver->place.column,
                   Printable(waiver->scenario).c_str());
    return unused.empty();
  }

  void PrintWhere(std::size_t left) const {
    std::fprintf(stderr, "campaign in %s%s\n", folder_->path().c_str(),
                 left == 0 ? "" : "; go on with --resume and this folder");
  }

  const CampaignFlags& flags_;
  const CampaignPlan& plan_;
  const RunPlace& place_;
  const std::vector<Waiver>& waivers_;
  const CampaignEnd& end_;
  OutputFile* junit_;
  CampaignFolder* folder_;
  std::optional<CampaignFolder> own_;
};

// Throws Error(kUsage) after the file's complaints.
std::vector<Waiver> ReadWaivers(const std::string& file) {
  if (file.empty()) return {};
  const std::chrono::sys_time<std::chrono::microseconds> now{
      std::chrono::microseconds(WallMicros())};
  auto parsed = ParseWaivers(file, ReadInput(file, kMostYamlBytes),
                             std::chrono::floor<std::chrono::days>(now));
  for (const auto& diagnostic : parsed.diagnostics)
    std::fprintf(stderr, "%s\n", Printable(diagnostic.ToString()).c_str());
  if (!parsed.diagnostics.empty())
    throw Error(ErrorKind::kUsage, "--waivers " + file + " can't be used");
  return std::move(parsed.waivers);
}

int InPlace(const CampaignFlags& flags, const CampaignPlan& plan, const CampaignEnd& end,
            CampaignFolder* folder) {
  const auto junit = JunitFile(flags.output, ScenarioFiles(flags.files));
  const auto waivers = ReadWaivers(flags.waivers);
  const auto scenarios = plan.Scenarios();
  RequireFitFolders(flags.out, scenarios);
  const RunPlace place = ChoosePlace(flags.sandbox, scenarios);
  const auto run = [&] {
    auto progress = folder == nullptr ? CampaignProgress() : folder->ReadProgress(plan);
    return Session(flags, plan, place, waivers, end, junit.get(), folder).Run(std::move(progress));
  };
  if (place.mode != "private" || place.refusal) return run();
  FetchBeforehand(scenarios);
  return RunInSandbox(run);
}

}  // namespace

void AddCampaignFlags(CLI::App& verb, CampaignFlags& flags) {
  verb.add_option("--seed", flags.seed,
                  "seed of every random choice; default: a new one, which is printed")
      ->type_name("N")
      ->check(CLI::Range(std::uint64_t{0}, kMostSeed));
  verb.add_option("--set", flags.sets,
                  "replace one value of the scenario, as in topics.payments.partitions=3")
      ->type_name("PATH=VALUE")
      ->allow_extra_args(false);
  verb.add_option("--repeat", flags.repeat,
                  "run each scenario this many times, with seeds S, S+1, …")
      ->type_name("N")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{100'000}));
  verb.add_option("--resume", flags.resume,
                  "go on with a campaign that was interrupted or killed, in its folder")
      ->type_name("FOLDER");
  verb.add_option(
          "--shard", flags.shard,
          "run only this part of the campaign, as in 1/2; give every machine the same seed, "
          "and put the folders together with 'kproof merge'")
      ->type_name("I/N");
  verb.add_option("--waivers", flags.waivers,
                  "known failures that do not count until a date (docs/matrix.md)")
      ->type_name("FILE");
  verb.add_flag("--fail-fast", flags.fail_fast,
                "end with the first trial that fails; those that failed before run first");
  verb.add_flag("--allow-not-run", flags.allow_not_run,
                "leave scenarios that this machine can't run out of the exit code; their number "
                "and the reasons are printed");
  verb.add_flag("--dry-run", flags.dry_run,
                "print the plan, with every default and every random choice, and stop");
  AddPlaceFlags(verb, flags);
}

void AddPlaceFlags(CLI::App& verb, CampaignFlags& flags) {
  verb.add_option("--out", flags.out, "write folders of runs and campaigns here")
      ->type_name("FOLDER")
      ->capture_default_str();
  verb.add_option("--sandbox", flags.sandbox,
                  "where nodes run: private (namespaces of their own), loopback, or auto: private "
                  "where the machine allows it")
      ->type_name("auto|private|loopback")
      ->check(OneOf({"auto", "private", "loopback"}))
      ->capture_default_str();
  verb.add_option("--audit-transport", flags.audit_transport,
                  "how facts of producers and readers reach the audit store: through their "
                  "spools, or through audit topics on the cluster under test")
      ->type_name("spool|topic")
      ->check(OneOf({"spool", "topic"}))
      ->capture_default_str();
  verb.add_flag("--fresh-clusters", flags.fresh_clusters,
                "start new clusters for each run, even where the previous ones could be reused");
  AddOutputFlags(verb, flags.output);
}

void RequireFilesOrResume(const CampaignFlags& flags) {
  if (flags.resume.empty() && flags.files.empty())
    throw Error(ErrorKind::kUsage, "FILE is required",
                Hint("or --resume with a campaign's folder"));
  const char* extra = !flags.files.empty()   ? "FILE"
                      : !flags.sets.empty()  ? "--set"
                      : flags.seed           ? "--seed"
                      : flags.repeat         ? "--repeat"
                      : !flags.shard.empty() ? "--shard"
                                             : nullptr;
  if (!flags.resume.empty() && extra != nullptr)
    throw Error(ErrorKind::kUsage, std::string("--resume and ") + extra + " can't stand together",
                Hint("the campaign's folder says what is run"));
}

CampaignPlan ShardOf(const CampaignFlags& flags, CampaignPlan plan, bool seeded) {
  if (flags.shard.empty()) return plan;
  const auto shard = ParseShard(flags.shard);
  if (!shard)
    throw Error(ErrorKind::kUsage, "--shard " + flags.shard + " is no part of a campaign",
                Hint("write 1/2 on the first of two machines and 2/2 on the other"));
  if (!seeded)
    throw Error(ErrorKind::kUsage, "--shard needs --seed",
                Hint("without the same seed on every machine the parts do not fit together"));
  plan.shard = *shard;
  if (Remaining(plan, {}).empty())
    throw Error(ErrorKind::kUsage, "--shard " + flags.shard + " has no trial",
                Hint("the campaign has " + Counted(plan.trials.size(), "trial")));
  return plan;
}

int CarryOutCampaign(const CampaignFlags& flags, const CampaignPlan& plan, const CampaignEnd& end) {
  RequireOut(flags.out);
  if (flags.resume.empty()) return InPlace(flags, plan, end, nullptr);
  auto folder = CampaignFolder::Open(flags.resume);
  if (!(folder.ReadPlan(TheVocabulary()) == plan))
    throw Error(ErrorKind::kUsage, flags.resume + " is the campaign of other settings or flags",
                Hint("give those that it was begun with"));
  return InPlace(flags, plan, end, &folder);
}

int ResumeCampaign(const CampaignFlags& flags) {
  auto folder = CampaignFolder::Open(flags.resume);
  return InPlace(flags, folder.ReadPlan(TheVocabulary()), {}, &folder);
}

}  // namespace kproof

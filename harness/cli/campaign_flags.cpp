#include "harness/cli/campaign_flags.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>

#include "harness/base/error.h"
#include "harness/base/output_file.h"
#include "harness/campaign/campaign.h"
#include "harness/campaign/matrix_of.h"
#include "harness/cli/campaign_screen.h"
#include "harness/cli/load.h"
#include "harness/cli/stdout.h"
#include "harness/run/folder.h"
#include "harness/run/place.h"
#include "harness/run/vocabulary.h"
#include "reports/junit.h"
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
          OutputFile* junit, CampaignFolder* folder)
      : flags_(flags), plan_(plan), place_(place), junit_(junit), folder_(folder) {}

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
    const int code = Finish(progress);
    return FinishStdout(code);
  }

 private:
  int Finish(const CampaignProgress& progress) {
    Summary summary = SummaryOf(plan_, progress);
    if (!plan_.matrix && !WriteJunit(junit_, progress.results))
      summary.exit_code = WorstExitCode({summary.exit_code, kExitNotRun});
    std::vector<int> codes;
    if (folder_ != nullptr) codes.push_back(WriteReports(progress, summary));
    if (!plan_.matrix) {
      codes.push_back(summary.exit_code);
      if (folder_ != nullptr || summary.allowed_not_run > 0) PrintSummary(summary, flags_.output);
      const bool screen_is_free = !flags_.output.json.asked() && !JunitIsStdout(flags_.output);
      if (folder_ != nullptr && screen_is_free) PrintPace(progress);
    }
    if (folder_ != nullptr && !flags_.output.quiet) PrintWhere(summary.never_begun.size());
    return WorstExitCode(codes);
  }

  // Gives the exit code of a matrix, and what writing adds to it.
  int WriteReports(const CampaignProgress& progress, const Summary& summary) {
    const Matrix matrix = MatrixOf(plan_, progress, folder_->path());
    std::vector<int> codes = {0};
    const auto junit = plan_.matrix ? ToJunit(matrix) : ToJunit(progress.results);
    ReplaceFile(folder_->File("matrix.json"), ToJson(matrix));
    ReplaceFile(folder_->File("matrix.csv"), ToCsv(matrix));
    ReplaceFile(folder_->File("junit.xml"), junit);
    const auto parent = std::filesystem::path(folder_->path()).parent_path().string();
    if (const auto left = MoveLatest(parent, folder_->name()); !left.empty())
      std::fprintf(stderr, "%s\n", left.c_str());
    if (!plan_.matrix) return 0;
    if (junit_ != nullptr) {
      junit_->Write(junit);
      junit_->Publish();
    }
    if (flags_.output.json.asked())
      std::printf("%s", ToJson(matrix).c_str());
    else if (!JunitIsStdout(flags_.output))
      std::printf("%s", ToTable(matrix, flags_.min_trials).c_str());
    codes.push_back(ExitCodeOf(matrix, summary.never_begun.empty() ? flags_.min_trials : 0));
    // Of an interruption, and of what could not be written.
    for (const auto& record : progress.records)
      if (WasInterrupted(record)) codes.push_back(record.exit_code);
    if (progress.broken_off) codes.push_back(ExitCode(*progress.broken_off));
    if (const int signal = CaughtSignal(); signal != 0) codes.push_back(128 + signal);
    return WorstExitCode(codes);
  }

  void PrintWhere(std::size_t left) const {
    std::fprintf(stderr, "campaign in %s%s\n", folder_->path().c_str(),
                 left == 0 ? "" : "; go on with --resume and this folder");
  }

  const CampaignFlags& flags_;
  const CampaignPlan& plan_;
  const RunPlace& place_;
  OutputFile* junit_;
  CampaignFolder* folder_;
  std::optional<CampaignFolder> own_;
};

int InPlace(const CampaignFlags& flags, const CampaignPlan& plan, CampaignFolder* folder) {
  const auto junit = JunitFile(flags.output, ScenarioFiles(flags.files));
  const auto scenarios = plan.Scenarios();
  RequireFitFolders(flags.out, scenarios);
  const RunPlace place = ChoosePlace(flags.sandbox, scenarios);
  const auto run = [&] {
    auto progress = folder == nullptr ? CampaignProgress() : folder->ReadProgress(plan);
    return Session(flags, plan, place, junit.get(), folder).Run(std::move(progress));
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
  verb.add_flag("--fail-fast", flags.fail_fast,
                "end with the first trial that fails; those that failed before run first");
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
  verb.add_flag("--allow-not-run", flags.allow_not_run,
                "leave scenarios that this machine can't run out of the exit code; their number "
                "and the reasons are printed");
  verb.add_flag("--dry-run", flags.dry_run,
                "print the plan, with every default and every random choice, and stop");
  AddOutputFlags(verb, flags.output);
}

void RequireFilesOrResume(const CampaignFlags& flags) {
  if (flags.resume.empty() && flags.files.empty())
    throw Error(ErrorKind::kUsage, "FILE is required",
                Hint("or --resume with a campaign's folder"));
  const char* extra = !flags.files.empty()  ? "FILE"
                      : !flags.sets.empty() ? "--set"
                      : flags.seed          ? "--seed"
                      : flags.repeat        ? "--repeat"
                                            : nullptr;
  if (!flags.resume.empty() && extra != nullptr)
    throw Error(ErrorKind::kUsage, std::string("--resume and ") + extra + " can't stand together",
                Hint("the campaign's folder says what is run"));
}

int CarryOutCampaign(const CampaignFlags& flags, const CampaignPlan& plan) {
  RequireOut(flags.out);
  return InPlace(flags, plan, nullptr);
}

int ResumeCampaign(const CampaignFlags& flags) {
  auto folder = CampaignFolder::Open(flags.resume);
  return InPlace(flags, folder.ReadPlan(TheVocabulary()), &folder);
}

}  // namespace kproof

// kproof run FILE…: run scenarios one after the other, each with a verdict and a run folder; the
// worst one counts. Those that can use the same clusters run one after the other on them.

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "harness/base/contains.h"
#include "harness/base/error.h"
#include "harness/base/random.h"
#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/base/wording.h"
#include "harness/campaign/campaign.h"
#include "harness/cli/load.h"
#include "harness/cli/output.h"
#include "harness/cli/stdout.h"
#include "harness/cli/verb_tree.h"
#include "harness/cli/verbs.h"
#include "harness/run/dry_run.h"
#include "harness/run/place.h"
#include "harness/scenario/plan.h"
#include "harness/words/finding.h"
#include "reports/summary.h"

namespace kproof {
namespace {

struct RunFlags {
  std::vector<std::string> files, sets, fail_on, tags;
  std::optional<std::uint64_t> seed;
  std::uint64_t repeat = 1;
  std::string out = "results";
  std::string sandbox = "auto";
  std::string max_time;
  std::string audit_transport = "spool";
  bool keep_cluster = false;
  bool fresh_clusters = false;
  bool dry_run = false;
  bool allow_not_run = false;
  OutputFlags output;
};

Duration MaxTime(const std::string& text) {
  const auto time = ParseDuration(text);
  if (!time || *time <= Duration::zero())
    throw Error(ErrorKind::kUsage, "--max-time " + text + " is not a duration",
                Hint("for example --max-time 3min"));
  return *time;
}

// RunFlags that stand for keys of the file are checked like them.
std::vector<Override> OverridesOf(const RunFlags& flags) {
  std::vector<Override> overrides;
  for (const auto& name : flags.fail_on) {
    const auto& known = FindingNames();
    if (!Contains(known, name))
      throw Error(ErrorKind::kUsage, "--fail-on: unknown finding '" + name + "'",
                  Hint(Instead(name, known)));
  }
  if (!flags.fail_on.empty())
    overrides.push_back({"fail_on", "[" + Join(flags.fail_on, ", ") + "]", "--fail-on"});
  if (!flags.max_time.empty()) {
    MaxTime(flags.max_time);
    overrides.push_back({"max_time", flags.max_time, "--max-time"});
  }
  return overrides;
}

// From few trials nobody can tell a pace.
void PrintPace(std::size_t trials, std::int64_t began) {
  constexpr std::size_t kTelling = 10;
  if (trials < kTelling) return;
  const double seconds = static_cast<double>(MonotonicMicros() - began) / 1e6;
  std::printf("%zu trials in %.0f s: %.0f per hour\n", trials, seconds,
              static_cast<double>(trials) * 3600 / seconds);
}

void KeepUntilSignal(const Stage& stage) {
  for (const auto& [name, cluster] : stage.clusters())
    std::fprintf(stderr, "cluster %s is still up: --bootstrap-server %s; Ctrl-C stops it\n",
                 name.c_str(), cluster->bootstrap_servers().c_str());
  if (InsideSandbox())
    std::fprintf(stderr, "it is in a sandbox; enter it with: %s\n", EnterCommand().c_str());
  while (CaughtSignal() == 0) SleepFor(std::chrono::milliseconds(100));
}

class Screen final : public CampaignListener {
 public:
  explicit Screen(const OutputFlags& flags) : flags_(flags) {}

  std::unique_ptr<ProgressSink> NewProgress() override { return MakeProgress(flags_); }
  void Ended(const TrialRecord& record, const Result& result) override {
    PrintResult(result, record.folder, flags_);
    if (!record.unwritten.empty()) std::fprintf(stderr, "kproof: %s\n", record.unwritten.c_str());
  }
  void BrokenOff(const Error& error) override {
    std::fprintf(stderr, "kproof: %s\n", error.Full().c_str());
  }
  void Kept(const Stage& stage) override { KeepUntilSignal(stage); }

 private:
  const OutputFlags& flags_;
};

void RequireOut(const std::string& out) {
  if (out.empty())
    throw Error(ErrorKind::kUsage, "--out needs the name of a folder",
                Hint("it is created if it does not exist"));
  if (std::filesystem::exists(out) && !std::filesystem::is_directory(out))
    throw Error(ErrorKind::kUsage, "--out " + out + " is not a folder", Hint("name another one"));
}

int RunEach(const RunFlags& flags, const CampaignPlan& plan, const RunPlace& place,
            OutputFile* junit) {
  RememberSignals();
  const auto began = MonotonicMicros();
  Screen screen(flags.output);
  const auto progress =
      RunCampaign(plan,
                  {.out = flags.out,
                   .place = place,
                   .share_clusters = !flags.fresh_clusters,
                   .keep_cluster = flags.keep_cluster,
                   .allow_not_run = flags.allow_not_run,
                   .audit_transport = flags.audit_transport,
                   .program = std::filesystem::read_symlink("/proc/self/exe").string(),
                   .signal = CaughtSignal},
                  screen);
  Summary summary = SummaryOf(plan, progress);
  if (!WriteJunit(junit, progress.results))
    summary.exit_code = WorstExitCode({summary.exit_code, kExitNotRun});
  const bool several = plan.trials.size() > 1;
  if (several || summary.allowed_not_run > 0) PrintSummary(summary, flags.output);
  const bool screen_is_free = !flags.output.json.asked() && !JunitIsStdout(flags.output);
  if (several && screen_is_free) PrintPace(progress.results.size(), began);
  return FinishStdout(summary.exit_code);
}

int PrintPlans(const CampaignPlan& plan, const JsonFlags& json) {
  for (const Trial& trial : plan.trials) {
    const Plan one = plan.PlanOf(trial);
    if (json.asked())
      std::printf("%s\n", ToJson(one, json.pretty).c_str());
    else
      std::printf("%s%s%s", plan.trials.size() > 1 ? "---\n" : "", ToYaml(one).c_str(),
                  DescribeSteps(one.scenario).c_str());
  }
  return 0;
}

int RunAll(const RunFlags& flags) {
  const auto scenarios = LoadScenarios(flags.files, flags.sets, OverridesOf(flags));
  if (!scenarios) return kExitUsage;
  const CampaignPlan plan =
      PlanCampaign(*scenarios, {.seed = flags.seed.value_or(EntropySeed() % 1'000'000),
                                .repeat = flags.repeat,
                                .tags = flags.tags,
                                .group_by_clusters = !flags.fresh_clusters});
  if (flags.dry_run) return PrintPlans(plan, flags.output.json);
  RequireOut(flags.out);
  const auto junit = JunitFile(flags.output, ScenarioFiles(flags.files));
  RequireFitFolders(flags.out, plan.scenarios);
  const RunPlace place = ChoosePlace(flags.sandbox, plan.scenarios);
  if (place.mode != "private" || place.refusal) return RunEach(flags, plan, place, junit.get());
  FetchBeforehand(plan.scenarios);
  return RunInSandbox([&] { return RunEach(flags, plan, place, junit.get()); });
}

}  // namespace

void AddRunVerb(CLI::App& app, VerbAction& action) {
  const auto flags = std::make_shared<RunFlags>();
  auto* verb = app.add_subcommand(
      "run", "run scenarios: real Kafka, real faults, a verdict and a run folder each");
  verb->add_option("FILE", flags->files,
                   "scenario files, folders of them, or names such as durability/leader-kill")
      ->type_name("")
      ->required();
  verb->add_option("--tag", flags->tags,
                   "only scenarios with this tag; given several times: with all of these tags; "
                   "'loopback': those that need no private sandbox")
      ->type_name("TAG")
      ->allow_extra_args(false);
  verb->add_flag("--fresh-clusters", flags->fresh_clusters,
                 "start new clusters for each run, even where the previous ones could be reused");
  verb->add_option("--seed", flags->seed,
                   "seed of every random choice; default: a new one, which is printed")
      ->type_name("N")
      ->check(CLI::Range(std::uint64_t{0}, kMostSeed));
  verb->add_option("--set", flags->sets,
                   "replace one value of the scenario, as in topics.payments.partitions=3")
      ->type_name("PATH=VALUE")
      ->allow_extra_args(false);
  verb->add_option("--repeat", flags->repeat,
                   "run each scenario this many times, with seeds S, S+1, …")
      ->type_name("N")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{100'000}));
  verb->add_option("--out", flags->out, "write run folders here")
      ->type_name("FOLDER")
      ->capture_default_str();
  verb->add_option("--sandbox", flags->sandbox,
                   "where nodes run: private (namespaces of their own), loopback, or auto: private "
                   "where the machine allows it")
      ->type_name("auto|private|loopback")
      ->check(OneOf({"auto", "private", "loopback"}))
      ->capture_default_str();
  verb->add_option("--audit-transport", flags->audit_transport,
                   "how facts of producers and readers reach the audit store: through their "
                   "spools, or through audit topics on the cluster under test")
      ->type_name("spool|topic")
      ->check(OneOf({"spool", "topic"}))
      ->capture_default_str();
  verb->add_option("--max-time", flags->max_time, "deadline of each run, as in 3min")
      ->type_name("TIME");
  verb->add_option("--fail-on", flags->fail_on,
                   "findings that fail the run whatever was promised, as in lost,duplicated")
      ->type_name(kFindingType)
      ->allow_extra_args(false)
      ->delimiter(',');
  verb->add_flag("--allow-not-run", flags->allow_not_run,
                 "leave scenarios that this machine can't run out of the exit code; their number "
                 "and the reasons are printed");
  verb->add_flag("--keep-cluster", flags->keep_cluster,
                 "keep the last run's cluster up until Ctrl-C, and print how to reach it");
  verb->add_flag("--dry-run", flags->dry_run,
                 "print the plan, with every default and every random choice, and stop");
  AddOutputFlags(*verb, flags->output);
  verb->callback([flags, &action] { action = [flags] { return RunAll(*flags); }; });
}

}  // namespace kproof

// kproof run FILE…: run scenarios one after the other, each with a verdict and a run folder; the
// worst one counts. Those that can use the same clusters run one after the other on them.
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>

#include "harness/base/contains.h"
#include "harness/base/error.h"
#include "harness/base/random.h"
#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/base/wording.h"
#include "harness/cli/load.h"
#include "harness/cli/output.h"
#include "harness/cli/stdout.h"
#include "harness/cli/verb_tree.h"
#include "harness/cli/verbs.h"
#include "harness/run/conductor.h"
#include "harness/run/foretell.h"
#include "harness/run/place.h"
#include "harness/run/share.h"
#include "harness/scenario/keys.h"
#include "harness/scenario/plan.h"
#include "harness/words/finding.h"
#include "reports/junit.h"
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
    throw Error(ErrorKind::kUsage, "--max-time " + text + " is no duration",
                Hint("for example --max-time 3min"));
  return *time;
}

// The tag that no scenario writes: it follows from what its faults need.
constexpr const char* kLoopbackTag = "loopback";
// What is larger, readers of JSON round.
constexpr std::uint64_t kMostSeed = (std::uint64_t{1} << 53) - 1;

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

bool Chosen(const Scenario& scenario, const std::vector<std::string>& tags) {
  const auto found = scenario.labels.find("tags");
  auto own = Split(found == scenario.labels.end() ? "" : found->second, ',');
  std::erase(own, "");  // of a scenario without tags
  if (RunsOnLoopback(scenario)) own.push_back(kLoopbackTag);
  return std::all_of(tags.begin(), tags.end(),
                     [&](const std::string& tag) { return Contains(own, tag); });
}

void RequireTag(const std::string& tag, const std::vector<Scenario>& scenarios) {
  std::vector<std::string> known;
  for (const auto& scenario : scenarios) {
    if (Chosen(scenario, {tag})) return;
    if (const auto found = scenario.labels.find("tags"); found != scenario.labels.end())
      for (const auto& other : Split(found->second, ',')) known.push_back(other);
  }
  throw Error(ErrorKind::kUsage, "no scenario has the tag '" + tag + "'" + DidYouMean(tag, known));
}

std::vector<Plan> Plans(const RunFlags& flags, const std::vector<Scenario>& scenarios) {
  const std::uint64_t seed = flags.seed.value_or(EntropySeed() % 1'000'000);
  if (flags.repeat - 1 > kMostSeed - seed)
    throw Error(ErrorKind::kUsage,
                "--seed " + std::to_string(seed) + " leaves no room for --repeat " +
                    std::to_string(flags.repeat),
                Hint("seeds go up to " + std::to_string(kMostSeed)));
  std::vector<Plan> plans;
  for (const Scenario& scenario : scenarios) {
    if (!Chosen(scenario, flags.tags)) continue;
    for (std::uint64_t trial = 0; trial < flags.repeat; ++trial)
      plans.push_back(MakePlan(scenario, seed + trial));
  }
  return plans;
}

// Those that can share clusters together, each group where its first one stood.
void GroupBySharing(std::vector<Plan>& plans) {
  std::map<std::string, std::size_t> groups;
  std::vector<std::pair<std::size_t, Plan>> grouped;
  for (auto& plan : plans) {
    const auto group = groups.emplace(ShareKey(plan.scenario), groups.size()).first->second;
    grouped.emplace_back(group, std::move(plan));
  }
  std::stable_sort(grouped.begin(), grouped.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  plans.clear();
  for (auto& [group, plan] : grouped) plans.push_back(std::move(plan));
}

// From few trials nobody can tell a pace.
void PrintPace(std::size_t trials, std::int64_t began) {
  constexpr std::size_t kTelling = 10;
  if (trials < kTelling) return;
  const double seconds = static_cast<double>(MonotonicMicros() - began) / 1e6;
  std::printf("%zu trials in %.0f s: %.0f an hour\n", trials, seconds,
              static_cast<double>(trials) * 3600 / seconds);
}

// Whether it was not run because its faults need what this machine lacks; a Kafka that does not
// start is no such thing.
bool IsLeftOut(const RunFlags& flags, const Result& result, const Plan& plan,
               const RunPlace& place) {
  return flags.allow_not_run && result.verdict == Verdict::kNotRun &&
         Lacking(place, plan.scenario).has_value();
}

// Of the runs whose codes are left: 0 where none is.
int Conclude(const RunFlags& flags, const std::vector<Plan>& plans,
             const std::vector<Result>& results, const std::vector<int>& codes,
             std::size_t left_out, std::int64_t began) {
  Summary summary{
      .results = results, .exit_code = WorstExitCode(codes), .allowed_not_run = left_out};
  for (std::size_t i = results.size(); i < plans.size(); ++i)
    summary.never_begun.push_back({plans[i].scenario.name, plans[i].seed});
  if (plans.size() > 1 || summary.allowed_not_run > 0) PrintSummary(summary, flags.output);
  const bool screen = !flags.output.json.asked() && !JunitIsStdout(flags.output);
  if (plans.size() > 1 && screen) PrintPace(results.size(), began);
  return summary.exit_code;
}

// A signal's own code where one ended the run, else the verdict's.
int CodeOf(const Result& result) {
  const int signal = CaughtSignal();
  return result.verdict == Verdict::kInterrupted && signal != 0 ? 128 + signal
                                                                : ExitCode(result.verdict);
}

void KeepUntilSignal(const RunOutcome& outcome) {
  if (outcome.kept.empty()) return;
  for (const auto& cluster : outcome.kept)
    std::fprintf(stderr, "cluster %s is kept: --bootstrap-server %s; Ctrl-C ends it\n",
                 cluster->name().c_str(), cluster->bootstrap_servers().c_str());
  if (InsideSandbox())
    std::fprintf(stderr, "it is in a sandbox, which this enters: %s\n", EnterCommand().c_str());
  while (CaughtSignal() == 0) SleepFor(std::chrono::milliseconds(100));
}

void RequireOut(const std::string& out) {
  if (out.empty())
    throw Error(ErrorKind::kUsage, "--out needs the name of a folder",
                Hint("it is created where it is not there"));
  if (std::filesystem::exists(out) && !std::filesystem::is_directory(out))
    throw Error(ErrorKind::kUsage, "--out " + out + " is no folder", Hint("name another one"));
}

int RunEach(const RunFlags& flags, const std::vector<Plan>& plans, const RunPlace& place,
            OutputFile* junit) {
  RememberSignals();
  std::vector<Result> results;
  std::vector<int> codes;
  std::size_t left_out = 0;  // what this machine can't run, and may
  const auto began = MonotonicMicros();
  std::optional<ClusterShare> share;
  if (plans.size() > 1 && !flags.fresh_clusters && flags.audit_transport == "spool")
    share.emplace(flags.out);
  for (const auto& plan : plans) {
    if (CaughtSignal() != 0) break;
    const auto progress = MakeProgress(flags.output);
    RunOutcome outcome;
    try {
      outcome = RunPlan({.plan = plan,
                         .out = flags.out,
                         .place = place,
                         .keep_cluster = flags.keep_cluster && &plan == &plans.back(),
                         .share = share ? &*share : nullptr,
                         .audit_transport = flags.audit_transport,
                         .program = std::filesystem::read_symlink("/proc/self/exe").string(),
                         .signal = CaughtSignal},
                        *progress);
    } catch (
        const Error& error) {  // not even a run folder; what the runs before showed still counts
      std::fprintf(stderr, "kproof: %s\n", error.Full().c_str());
      codes.push_back(error.kind() == ErrorKind::kInternal ? kExitDefect : kExitNotRun);
      break;
    }
    PrintResult(outcome.result, outcome.folder, flags.output);
    results.push_back(outcome.result);
    if (IsLeftOut(flags, outcome.result, plan, place))
      ++left_out;
    else
      codes.push_back(CodeOf(outcome.result));
    if (!outcome.unwritten.empty()) {
      std::fprintf(stderr, "kproof: %s\n", outcome.unwritten.c_str());
      codes.push_back(kExitNotRun);
    }
    KeepUntilSignal(outcome);
  }
  if (!WriteJunit(junit, results)) codes.push_back(kExitNotRun);
  return FinishStdout(Conclude(flags, plans, results, codes, left_out, began));
}

int PrintPlans(const std::vector<Plan>& plans, const JsonFlags& json) {
  for (const auto& plan : plans) {
    if (json.asked())
      std::printf("%s\n", ToJson(plan, json.pretty).c_str());
    else
      std::printf("%s%s%s", plans.size() > 1 ? "---\n" : "", ToYaml(plan).c_str(),
                  Foretell(plan.scenario).c_str());
  }
  return 0;
}

int RunAll(const RunFlags& flags) {
  const auto scenarios = LoadScenarios(flags.files, flags.sets, OverridesOf(flags));
  if (!scenarios) return kExitUsage;
  for (const auto& tag : flags.tags) RequireTag(tag, *scenarios);
  auto plans = Plans(flags, *scenarios);
  if (plans.empty())
    throw Error(ErrorKind::kUsage, "no scenario has the tags " + Join(flags.tags, ", "));
  if (!flags.fresh_clusters) GroupBySharing(plans);
  if (flags.dry_run) return PrintPlans(plans, flags.output.json);
  RequireOut(flags.out);
  const auto junit = JunitFile(flags.output, ScenarioFiles(flags.files));
  RequireFitFolders(flags.out, plans);
  const RunPlace place = ChoosePlace(flags.sandbox, plans);
  if (place.mode != "private" || place.refusal) return RunEach(flags, plans, place, junit.get());
  FetchBeforehand(plans);
  return RunInSandbox([&] { return RunEach(flags, plans, place, junit.get()); });
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
                   "only scenarios with this tag; several: with all of them; 'loopback': those "
                   "that need no private sandbox")
      ->type_name("TAG")
      ->allow_extra_args(false);
  verb->add_flag("--fresh-clusters", flags->fresh_clusters,
                 "start clusters anew for each run, also where the ones before could be used");
  verb->add_option("--seed", flags->seed,
                   "what every random choice is made from; chosen and shown when not given")
      ->type_name("N")
      ->check(CLI::Range(std::uint64_t{0}, kMostSeed));
  verb->add_option("--set", flags->sets, "replace one value, as in topics.payments.partitions=3")
      ->type_name("PATH=VALUE")
      ->allow_extra_args(false);
  verb->add_option("--repeat", flags->repeat, "run each scenario so often, with seeds S, S+1, …")
      ->type_name("N")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{100'000}));
  verb->add_option("--out", flags->out, "where run folders go")
      ->type_name("FOLDER")
      ->capture_default_str();
  verb->add_option("--sandbox", flags->sandbox,
                   "where nodes run: private (namespaces of their own), loopback, or auto: private "
                   "where the machine allows it")
      ->type_name("auto|private|loopback")
      ->check(OneOf({"auto", "private", "loopback"}))
      ->capture_default_str();
  verb->add_option("--audit-transport", flags->audit_transport,
                   "how facts of producers and readers reach the audit store: by their spools, or "
                   "through audit topics on the cluster under test")
      ->type_name("spool|topic")
      ->check(OneOf({"spool", "topic"}))
      ->capture_default_str();
  verb->add_option("--max-time", flags->max_time, "deadline of each run, as in 3min")
      ->type_name("TIME");
  verb->add_option("--fail-on", flags->fail_on,
                   "findings that fail whatever was promised, as in lost,duplicated")
      ->type_name(kFindingType)
      ->allow_extra_args(false)
      ->delimiter(',');
  verb->add_flag("--allow-not-run", flags->allow_not_run,
                 "scenarios whose faults this machine can't make do not count for the exit code; "
                 "how many, and why, is said");
  verb->add_flag("--keep-cluster", flags->keep_cluster,
                 "keep the last run's cluster until Ctrl-C and say how to reach it");
  verb->add_flag("--dry-run", flags->dry_run,
                 "print the plan (every default and every choice made) and stop");
  AddOutputFlags(*verb, flags->output);
  verb->callback([flags, &action] { action = [flags] { return RunAll(*flags); }; });
}

}  // namespace kproof

// kproof run FILE…: run scenarios one after the other, each with a verdict and a run folder; the
// worst one counts. Those that can use the same clusters run one after the other on them. Several
// runs are a campaign, with a folder that holds them all.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>

#include "harness/base/contains.h"
#include "harness/base/error.h"
#include "harness/base/random.h"
#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/base/wording.h"
#include "harness/campaign/campaign_plan.h"
#include "harness/cli/campaign_flags.h"
#include "harness/cli/load.h"
#include "harness/cli/output.h"
#include "harness/cli/verb_tree.h"
#include "harness/cli/verbs.h"
#include "harness/run/dry_run.h"
#include "harness/scenario/plan.h"
#include "harness/words/finding.h"

namespace kproof {
namespace {

struct RunFlags : CampaignFlags {
  std::vector<std::string> fail_on, tags;
  std::string max_time;
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

int PrintPlans(const CampaignPlan& plan, const JsonFlags& json) {
  auto trials = plan.trials;  // by scenario, whatever order they run in
  std::stable_sort(trials.begin(), trials.end(),
                   [](const Trial& a, const Trial& b) { return a.cell < b.cell; });
  for (const Trial& trial : trials) {
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
  RequireFilesOrResume(flags);
  if (!flags.resume.empty()) return ResumeCampaign(flags);
  const auto scenarios = LoadScenarios(flags.files, flags.sets, OverridesOf(flags));
  if (!scenarios) return kExitUsage;
  const CampaignPlan plan =
      PlanCampaign(*scenarios, {.seed = flags.seed.value_or(EntropySeed() % 1'000'000),
                                .repeat = flags.repeat.value_or(1),
                                .tags = flags.tags,
                                .group_by_clusters = !flags.fresh_clusters});
  return flags.dry_run ? PrintPlans(plan, flags.output.json)
                       : CarryOutCampaign(flags, ShardOf(flags, plan, flags.seed.has_value()));
}

}  // namespace

void AddRunVerb(CLI::App& app, VerbAction& action) {
  const auto flags = std::make_shared<RunFlags>();
  auto* verb = app.add_subcommand(
      "run", "run scenarios: real Kafka, real faults, a verdict and a run folder each");
  verb->add_option("FILE", flags->files,
                   "scenario files, folders of them, or names such as durability/leader-kill")
      ->type_name("");
  verb->add_option(
          "--tag", flags->tags,
          "only scenarios with this tag; given several times: with all of these tags; "
          "'quick', 'nightly' and 'all' are the tiers of the scenarios that come with kproof, "
          "'loopback' those that need no private sandbox")
      ->type_name("TAG")
      ->allow_extra_args(false);
  AddCampaignFlags(*verb, *flags);
  verb->add_option("--max-time", flags->max_time, "deadline of each run, as in 3min")
      ->type_name("TIME");
  verb->add_option("--fail-on", flags->fail_on,
                   "findings that fail the run whatever was promised, as in lost,duplicated")
      ->type_name(kFindingType)
      ->allow_extra_args(false)
      ->delimiter(',');
  verb->add_flag("--keep-cluster", flags->keep_cluster,
                 "keep the last run's cluster up until Ctrl-C, and print how to reach it");
  verb->callback([flags, &action] { action = [flags] { return RunAll(*flags); }; });
}

}  // namespace kproof

// kproof merge FOLDER…: one campaign out of the parts that several machines ran.
#include "harness/campaign/merge.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "harness/campaign/campaign_reports.h"
#include "harness/cli/campaign_ci.h"
#include "harness/cli/campaign_flags.h"
#include "harness/cli/campaign_session.h"
#include "harness/cli/output.h"
#include "harness/cli/stdout.h"
#include "harness/cli/verbs.h"
#include "harness/run/vocabulary.h"
#include "reports/matrix.h"
#include "reports/summary.h"

namespace kproof {
namespace {

struct MergeFlags {
  std::vector<std::string> folders;
  std::string out = "results";
  std::optional<std::uint64_t> min_trials;
  OutputFlags output;
};

int Merge(const MergeFlags& flags) {
  const auto vocabulary = TheVocabulary();
  const auto junit = JunitFile(flags.output, flags.folders);
  auto folder = MergeCampaigns(flags.folders, flags.out, vocabulary);
  const auto plan = folder.ReadPlan(vocabulary);
  const auto progress = folder.ReadProgress(plan);
  const auto min_trials = MinTrialsOf(flags.min_trials, plan);
  const auto written =
      WriteReports(folder, plan, progress, {.min_trials = min_trials, .waivers = {}});
  const auto& page = written.page;
  const int unwritten = SayUnwritten(written);
  if (junit) {
    junit->Write(written.junit);
    junit->Publish();
  }
  if (!written.latest_left.empty()) std::fprintf(stderr, "%s\n", written.latest_left.c_str());
  std::fprintf(stderr, "campaign in %s\n", folder.path().c_str());
  if (flags.output.json.asked())
    std::printf("%s", ToJson(page.matrix).c_str());
  else if (plan.matrix && !StdoutIsTaken(flags.output))
    std::printf("%s", ToTable(page.matrix).c_str());
  else
    PrintSummary(SummaryOf(plan, progress, min_trials), flags.output);
  const int informed = InformCiOf({.plan = plan,
                                   .progress = progress,
                                   .folder = folder.path(),
                                   .out = flags.out,
                                   .files = {},
                                   .min_trials = min_trials,
                                   .code = page.exit_code,
                                   .quiet = flags.output.quiet});
  return FinishStdout(WorstExitCode({page.exit_code, unwritten, informed}));
}

}  // namespace

void AddMergeVerb(CLI::App& app, VerbAction& action) {
  const auto flags = std::make_shared<MergeFlags>();
  auto* verb = app.add_subcommand("merge", "put the parts of a campaign together (--shard)");
  verb->add_option("FOLDER", flags->folders, "the campaign's folder of each machine")
      ->type_name("")
      ->required();
  verb->add_option("--out", flags->out, "write the campaign's folder here")
      ->type_name("FOLDER")
      ->capture_default_str();
  AddMinTrialsFlag(*verb, flags->min_trials);
  AddOutputFlags(*verb, flags->output);
  verb->callback([flags, &action] { action = [flags] { return Merge(*flags); }; });
}

}  // namespace kproof

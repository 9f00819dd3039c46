// kproof merge FOLDER…: one campaign out of the parts that several machines ran.
#include "harness/campaign/merge.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "harness/campaign/campaign_reports.h"
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
  std::uint64_t min_trials = 1;
  OutputFlags output;
};

int Merge(const MergeFlags& flags) {
  const auto vocabulary = TheVocabulary();
  auto folder = MergeCampaigns(flags.folders, flags.out, vocabulary);
  const auto plan = folder.ReadPlan(vocabulary);
  const auto progress = folder.ReadProgress(plan);
  const auto written =
      WriteReports(folder, plan, progress, {.min_trials = flags.min_trials, .waivers = {}});
  const auto& matrix = written.page.matrix;
  if (!written.latest_left.empty()) std::fprintf(stderr, "%s\n", written.latest_left.c_str());
  std::fprintf(stderr, "campaign in %s\n", folder.path().c_str());
  if (flags.output.json.asked())
    std::printf("%s", ToJson(matrix).c_str());
  else if (plan.matrix)
    std::printf("%s", ToTable(matrix).c_str());
  else
    PrintSummary(SummaryOf(plan, progress), flags.output);
  return FinishStdout(written.page.exit_code);
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
  verb->add_option("--min-trials", flags->min_trials,
                   "fewer conclusive trials of a cell are inconclusive")
      ->type_name("N")
      ->check(CLI::Range(std::uint64_t{0}, std::uint64_t{100'000}))
      ->capture_default_str();
  AddOutputFlags(*verb, flags->output);
  verb->callback([flags, &action] { action = [flags] { return Merge(*flags); }; });
}

}  // namespace kproof

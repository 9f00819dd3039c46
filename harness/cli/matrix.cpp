// kproof matrix FILE: one scenario in all variants that axes of values make, with a table of
// verdicts, losses and costs.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "harness/base/printable.h"
#include "harness/base/wording.h"
#include "harness/cli/book.h"
#include "harness/cli/campaign_flags.h"
#include "harness/cli/cells.h"
#include "harness/cli/matrix_file.h"
#include "harness/cli/verbs.h"

namespace kproof {
namespace {

int Complain(const std::vector<Diagnostic>& diagnostics) {
  for (const auto& diagnostic : diagnostics)
    std::fprintf(stderr, "%s\n", Printable(diagnostic.ToString()).c_str());
  std::fprintf(stderr, "%s\n", Counted(diagnostics.size(), "error").c_str());
  return kExitUsage;
}

int RunMatrix(const CampaignFlags& flags) {
  RequireFilesOrResume(flags);
  if (!flags.resume.empty()) return ResumeCampaign(flags);
  const std::string file = FindScenario(flags.files.front());
  const auto loaded = LoadMatrix(file, {.seed = flags.seed,
                                        .repeat = flags.repeat,
                                        .sets = flags.sets,
                                        .group_by_clusters = !flags.fresh_clusters});
  if (!loaded.planned.plan) return Complain(loaded.planned.diagnostics);
  if (loaded.replaced_seed)
    std::fprintf(stderr, "note: --seed %llu takes the place of the file's seed\n",
                 static_cast<unsigned long long>(*flags.seed));
  const auto& plan = *loaded.planned.plan;
  return flags.dry_run ? PrintCells(plan, flags.output.json)
                       : CarryOutCampaign(flags, ShardOf(flags, plan, loaded.seeded));
}

}  // namespace

void AddMatrixVerb(CLI::App& app, VerbAction& action) {
  const auto flags = std::make_shared<CampaignFlags>();
  auto* verb = app.add_subcommand(
      "matrix", "run a scenario in every combination of some values, and compare them in a table");
  verb->add_option("FILE", flags->files, "a matrix, or the name of one such as matrix/acks-min-isr")
      ->type_name("")
      ->expected(0, 1);
  AddCampaignFlags(*verb, *flags);
  verb->callback([flags, &action] { action = [flags] { return RunMatrix(*flags); }; });
}

}  // namespace kproof

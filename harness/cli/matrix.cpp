// kproof matrix FILE: one scenario in all variants that axes of values make, with a table of
// verdicts, losses and costs.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "harness/base/error.h"
#include "harness/base/printable.h"
#include "harness/base/random.h"
#include "harness/base/read_input.h"
#include "harness/base/wording.h"
#include "harness/campaign/matrix_plan.h"
#include "harness/cli/book.h"
#include "harness/cli/campaign_flags.h"
#include "harness/cli/cells.h"
#include "harness/cli/load.h"
#include "harness/cli/verbs.h"
#include "harness/run/vocabulary.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;

// A file beside that of the matrix, with or without its ending, else one that comes with kproof.
std::string FindBeside(const std::string& matrix_file, const std::string& name) {
  const auto beside = fs::path(matrix_file).parent_path() / name;
  std::error_code failed;
  for (const auto& path : {beside, fs::path(beside.string() + ".yaml")})
    if (fs::is_regular_file(path, failed)) return path.string();
  return FindScenario(name);
}

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
  const auto parsed = ParseMatrix(file, ReadScenarioFile(file));
  if (!parsed.matrix) return Complain(parsed.diagnostics);
  if (flags.seed && parsed.matrix->seed && *flags.seed != *parsed.matrix->seed)
    std::fprintf(stderr, "note: --seed %llu takes the place of the file's seed\n",
                 static_cast<unsigned long long>(*flags.seed));
  auto matrix = *parsed.matrix;
  if (flags.seed) matrix.seed = flags.seed;
  const auto planned =
      PlanMatrix(matrix, TheVocabulary(),
                 {.seed = EntropySeed() % 1'000'000,
                  .repeat = flags.repeat,
                  .sets = ParseSets(flags.sets),
                  .group_by_clusters = !flags.fresh_clusters,
                  .find = [&](const std::string& name) { return FindBeside(file, name); },
                  .read = ReadScenarioFile});
  if (!planned.plan) return Complain(planned.diagnostics);
  return flags.dry_run
             ? PrintCells(*planned.plan, flags.output.json)
             : CarryOutCampaign(flags, ShardOf(flags, *planned.plan, matrix.seed.has_value()));
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
  verb->add_option("--min-trials", flags->min_trials,
                   "fewer conclusive trials of a cell are inconclusive")
      ->type_name("N")
      ->check(CLI::Range(std::uint64_t{0}, std::uint64_t{100'000}))
      ->capture_default_str();
  verb->callback([flags, &action] { action = [flags] { return RunMatrix(*flags); }; });
}

}  // namespace kproof

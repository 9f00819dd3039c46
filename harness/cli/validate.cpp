// kproof validate FILE…: every error of every file at once, as file:line:column: what; hint. A file
// is a scenario or a matrix.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "harness/base/error.h"
#include "harness/base/printable.h"
#include "harness/base/text.h"
#include "harness/base/wording.h"
#include "harness/cli/load.h"
#include "harness/cli/matrix_file.h"
#include "harness/cli/output.h"
#include "harness/cli/verbs.h"
#include "harness/run/place.h"

namespace kproof {
namespace {

std::size_t Excluded(const CampaignPlan& plan) {
  return plan.cells.size() - plan.Scenarios().size();
}

struct CheckedFile {
  std::string path;
  std::optional<Scenario> scenario;
  std::optional<CampaignPlan> matrix;  // one of the two, unless there are errors
  std::vector<Diagnostic> errors, notes;
  bool valid() const { return errors.empty() && (scenario || matrix); }
};

CheckedFile CheckMatrix(const std::string& path, const std::vector<std::string>& sets) {
  CheckedFile checked{.path = path, .scenario = {}, .matrix = {}, .errors = {}, .notes = {}};
  try {
    auto planned = LoadMatrix(path, {.seed = {}, .repeat = {}, .sets = sets}).planned;
    checked.matrix = std::move(planned.plan);
    checked.errors = std::move(planned.diagnostics);
  } catch (const Error& error) {  // a scenario that it names can't be read
    checked.errors = {{path, 0, 0, error.what(), error.hint()}};
  }
  return checked;
}

std::vector<CheckedFile> CheckFiles(const std::vector<std::string>& paths,
                                    const std::vector<std::string>& sets) {
  std::vector<CheckedFile> checked;
  for (const auto& path : ScenarioFiles(paths)) {
    if (IsMatrixFile(path)) {
      checked.push_back(CheckMatrix(path, sets));
      continue;
    }
    for (auto& [file, parsed] : ParseFiles({path}, sets))
      checked.push_back({.path = file,
                         .scenario = std::move(parsed.scenario),
                         .matrix = {},
                         .errors = std::move(parsed.diagnostics),
                         .notes = std::move(parsed.notes)});
  }
  return checked;
}

std::string What(const CheckedFile& file) {
  if (file.scenario) return file.scenario->name + ", " + file.scenario->role;
  const auto excluded = Excluded(*file.matrix);
  return file.matrix->name + ", a matrix of " +
         Counted(file.matrix->cells.size() - excluded, "cell") +
         (excluded == 0 ? "" : ", " + WithThousands(excluded) + " excluded");
}

nlohmann::ordered_json ToJson(const CheckedFile& file) {
  const auto list = [](const std::vector<Diagnostic>& diagnostics) {
    auto array = nlohmann::ordered_json::array();
    for (const auto& one : diagnostics)
      array.push_back({{"file", one.file},
                       {"line", one.line},
                       {"column", one.column},
                       {"what", one.what},
                       {"hint", one.hint}});
    return array;
  };
  nlohmann::ordered_json object = {{"file", file.path}, {"valid", file.valid()}};
  if (file.valid() && file.scenario)
    object.update({{"name", file.scenario->name},
                   {"role", file.scenario->role},
                   {"loopback", RunsOnLoopback(*file.scenario)}});
  if (file.valid() && file.matrix)
    object.update({{"name", file.matrix->name},
                   {"cells", file.matrix->cells.size()},
                   {"excluded", Excluded(*file.matrix)},
                   {"trials", file.matrix->trials.size()}});
  object["errors"] = list(file.errors);
  object["notes"] = list(file.notes);
  return object;
}

// One object a file, with all its errors.
int PrintJsonOf(const std::vector<CheckedFile>& files, const JsonFlags& flags) {
  for (const auto& file : files) PrintJson(ToJson(file), flags);
  return std::all_of(files.begin(), files.end(), [](const auto& file) { return file.valid(); })
             ? 0
             : kExitUsage;
}

// What is valid is said only where everything is.
int PrintText(const std::vector<CheckedFile>& files) {
  std::size_t errors = 0;
  for (const auto& file : files) {
    for (const auto& note : file.notes)
      std::fprintf(stderr, "note: %s\n", Printable(note.ToString()).c_str());
    for (const auto& error : file.errors)
      std::fprintf(stderr, "%s\n", Printable(error.ToString()).c_str());
    errors += file.errors.size();
  }
  if (errors > 0) {
    std::fprintf(stderr, "%s\n", Counted(errors, "error").c_str());
    return kExitUsage;
  }
  for (const auto& file : files)
    std::printf("%s: valid (%s)\n", Printable(file.path).c_str(), What(file).c_str());
  return 0;
}

}  // namespace

void AddValidateVerb(CLI::App& app, VerbAction& action) {
  auto* verb =
      app.add_subcommand("validate", "check scenarios and matrices and list every error in them");
  struct ValidateFlags {
    std::vector<std::string> files, sets;
    JsonFlags json;
  };
  const auto flags = std::make_shared<ValidateFlags>();
  verb->add_option("FILE", flags->files, "scenario or matrix files, or folders of scenarios")
      ->required();
  verb->add_option("--set", flags->sets, "replace one value, as for run")
      ->type_name("PATH=VALUE")
      ->allow_extra_args(false);
  AddJsonFlags(*verb, flags->json);
  verb->callback([flags, &action] {
    action = [flags] {
      const auto files = CheckFiles(flags->files, flags->sets);
      return flags->json.asked() ? PrintJsonOf(files, flags->json) : PrintText(files);
    };
  });
}

}  // namespace kproof

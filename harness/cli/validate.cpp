// kproof validate FILE…: every error of every file at once, as file:line:column: what; hint.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "harness/base/printable.h"
#include "harness/cli/load.h"
#include "harness/cli/output.h"
#include "harness/cli/verbs.h"
#include "harness/run/place.h"

namespace kproof {
namespace {

nlohmann::ordered_json ToJson(const LoadedFile& file) {
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
  auto errors = list(file.parsed.diagnostics);
  const bool valid = errors.empty() && file.parsed.scenario.has_value();
  nlohmann::ordered_json object = {{"file", file.path}, {"valid", valid}};
  if (valid)
    object.update({{"name", file.parsed.scenario->name},
                   {"role", file.parsed.scenario->role},
                   {"loopback", RunsOnLoopback(*file.parsed.scenario)}});
  object["errors"] = std::move(errors);
  object["notes"] = list(file.parsed.notes);
  return object;
}

// One object a file, with all its errors.
int PrintFiles(const std::vector<LoadedFile>& files, const JsonFlags& flags) {
  bool all_valid = true;
  for (const auto& file : files) {
    const auto object = ToJson(file);
    all_valid = all_valid && object["valid"];
    PrintJson(object, flags);
  }
  return all_valid ? 0 : kExitUsage;
}

}  // namespace

void AddValidateVerb(CLI::App& app, VerbAction& action) {
  auto* verb = app.add_subcommand("validate", "check scenario files and list every error in them");
  struct ValidateFlags {
    std::vector<std::string> files, sets;
    JsonFlags json;
  };
  const auto flags = std::make_shared<ValidateFlags>();
  verb->add_option("FILE", flags->files, "scenario files, or folders of them")->required();
  verb->add_option("--set", flags->sets, "replace one value, as for run")
      ->type_name("PATH=VALUE")
      ->allow_extra_args(false);
  AddJsonFlags(*verb, flags->json);
  verb->callback([flags, &action] {
    action = [flags] {
      if (flags->json.asked())
        return PrintFiles(ParseFiles(flags->files, flags->sets), flags->json);
      const auto files = ScenarioFiles(flags->files);
      const auto loaded = LoadScenarios(files, flags->sets);
      if (!loaded) return kExitUsage;
      for (std::size_t i = 0; i < loaded->size(); ++i)
        std::printf("%s: valid (%s, %s)\n", Printable(files[i]).c_str(), (*loaded)[i].name.c_str(),
                    (*loaded)[i].role.c_str());
      return 0;
    };
  });
}

}  // namespace kproof

// kproof validate FILE…: every error of every file at once, as file:line:column: what; hint.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "harness/cli/load.h"
#include "harness/cli/verbs.h"

namespace kproof {

void AddValidateVerb(CLI::App& app, VerbAction& action) {
  auto* verb = app.add_subcommand("validate", "check scenario files and name every error in them");
  struct Flags {
    std::vector<std::string> files, sets;
  };
  const auto flags = std::make_shared<Flags>();
  verb->add_option("FILE", flags->files, "scenario files, or folders of them")->required();
  verb->add_option("--set", flags->sets, "path=value: replace one value, as for run");
  verb->callback([flags, &action] {
    action = [flags] {
      const auto files = ScenarioFiles(flags->files);
      const auto loaded = LoadScenarios(files, flags->sets);
      if (!loaded) return kExitUsage;
      for (std::size_t i = 0; i < loaded->size(); ++i)
        std::printf("%s: valid (%s, %s)\n", files[i].c_str(), (*loaded)[i].name.c_str(),
                    (*loaded)[i].role.c_str());
      return 0;
    };
  });
}

}  // namespace kproof

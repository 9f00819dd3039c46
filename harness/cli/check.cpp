// kproof check PATH: the verdict again, from a run folder or an audit.db alone, or on the
// events.jsonl of anybody's client.
#include "harness/run/check.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <fstream>
#include <memory>

#include "harness/base/error.h"
#include "harness/cli/output.h"
#include "harness/cli/verbs.h"
#include "reports/junit.h"

namespace kproof {

void AddCheckVerb(CLI::App& app, VerbAction& action) {
  struct Flags {
    std::string path, out;
    OutputFlags output;
  };
  const auto flags = std::make_shared<Flags>();
  auto* verb =
      app.add_subcommand("check", "judge a run again from what it stored, with no broker anywhere");
  verb->add_option(
          "PATH", flags->path,
          "a run folder (a partial one too), an audit.db or an events.jsonl (docs/events.md); "
          "- is events on stdin")
      ->required();
  verb->add_option("--out", flags->out, "keep the audit store that is made from an events.jsonl");
  AddOutputFlags(*verb, flags->output);
  verb->callback([flags, &action] {
    action = [flags] {
      const CheckOutcome outcome = CheckRun(flags->path, flags->out);
      PrintResult(outcome.result, outcome.folder, flags->output, false);
      if (!flags->output.junit.empty()) {
        std::ofstream file(flags->output.junit);
        file << ToJunit(outcome.result);
        file.close();
        if (!file)
          throw Error("can't write " + flags->output.junit, Hint("does its folder exist?"));
      }
      return ExitCode(outcome.result.verdict);
    };
  });
}

}  // namespace kproof

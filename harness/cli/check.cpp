// kproof check PATH: the verdict again, from a run folder or an audit.db alone, or on the
// events.jsonl of anybody's client.
#include "harness/run/check.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>

#include "harness/cli/output.h"
#include "harness/cli/verbs.h"
#include "reports/summary.h"

namespace kproof {
namespace {

struct CheckFlags {
  std::string path;
  std::optional<std::string> out;
  OutputFlags output;
};

int Check(const CheckFlags& flags) {
  const auto inputs = InputsOf(flags.path);
  const auto junit = JunitFile(flags.output, inputs);
  std::optional<OutputFile> keep;
  if (flags.out)
    keep.emplace(
        *flags.out,
        OutputRules{
            .option = "--out", .inputs = inputs, .force = flags.output.force, .ours = IsKeptStore});
  const CheckOutcome outcome = CheckRun(flags.path, keep ? &*keep : nullptr);
  PrintResult(outcome.result, outcome.folder, flags.output);
  bool written = WriteJunit(junit.get(), {outcome.result});
  if (!outcome.unwritten.empty()) {
    std::fprintf(stderr, "kproof: %s\n", outcome.unwritten.c_str());
    written = false;
  }
  const int code = ExitCode(outcome.result.verdict);
  return written ? code : WorstExitCode({code, kExitNotRun});
}

}  // namespace

void AddCheckVerb(CLI::App& app, VerbAction& action) {
  const auto flags = std::make_shared<CheckFlags>();
  auto* verb =
      app.add_subcommand("check", "judge a run again from what it stored, with no broker anywhere");
  verb->add_option(
          "PATH", flags->path,
          "a run folder (a partial one too), an audit.db or an events.jsonl (docs/events.md); "
          "- is events on stdin")
      ->required();
  verb->add_option("--out", flags->out,
                   "keep the audit store that is made from an events.jsonl in this file")
      ->type_name("FILE");
  AddOutputFlags(*verb, flags->output);
  verb->callback([flags, &action] { action = [flags] { return Check(*flags); }; });
}

}  // namespace kproof

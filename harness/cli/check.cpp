// kproof check PATH…: the verdict again, from a run folder or an audit.db alone, or on the
// events.jsonl of anybody's client.
#include "harness/run/check.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <optional>

#include "harness/base/error.h"
#include "harness/base/temporaries.h"
#include "harness/cli/complain.h"
#include "harness/cli/output.h"
#include "harness/cli/verbs.h"
#include "reports/summary.h"

namespace kproof {
namespace {

struct CheckFlags {
  std::vector<std::string> paths;
  std::optional<std::string> out;
  OutputFlags output;
};

bool IsStdout(const OutputTarget& target) { return target.descriptor == STDOUT_FILENO; }

// Two results in one place would be neither.
void RequirePlaces(const CheckFlags& flags, const OutputFile& keep, const OutputFile* junit) {
  const OutputTarget& store = keep.target();
  if (IsStdout(store) && (flags.output.json.asked() || JunitIsStdout(flags.output)))
    throw Error(ErrorKind::kUsage, "--out and the result both want stdout",
                Hint("name a file with --out"));
  if (junit != nullptr && !store.file.empty() && store.file == junit->target().file)
    throw Error(ErrorKind::kUsage, "--out and --junit both want " + store.path,
                Hint("name two files"));
}

struct Checked {
  std::vector<Result> results;
  std::vector<int> codes;
};

void CheckOne(const std::string& path, OutputFile* keep, const CheckFlags& flags,
              Checked& checked) {
  const CheckOutcome outcome = CheckRun(path, keep);
  const bool taken = keep != nullptr && IsStdout(keep->target());
  PrintResult(outcome.result, outcome.folder, flags.output, taken ? stderr : stdout);
  checked.results.push_back(outcome.result);
  checked.codes.push_back(ExitCode(outcome.result.verdict));
  if (outcome.unwritten.empty()) return;
  std::fprintf(stderr, "kproof: %s\n", outcome.unwritten.c_str());
  checked.codes.push_back(kExitNotRun);
}

int Check(const CheckFlags& flags) {
  RemoveTemporariesOnSignals();
  std::vector<std::string> runs, inputs;
  for (const auto& path : flags.paths) {
    for (const auto& run : RunsOf(path)) runs.push_back(run);
    for (const auto& input : InputsOf(path)) inputs.push_back(input);
  }
  const auto junit = JunitFile(flags.output, inputs);
  std::optional<OutputFile> keep;
  if (flags.out) {
    if (runs.size() > 1)
      throw Error(ErrorKind::kUsage, "--out keeps one store, and these are several",
                  Hint("check them one by one"));
    keep.emplace(
        *flags.out,
        OutputRules{
            .option = "--out", .inputs = inputs, .force = flags.output.force, .ours = IsKeptStore});
    RequirePlaces(flags, *keep, junit.get());
  }
  Checked checked;
  for (const auto& run : runs) {
    try {
      CheckOne(run, keep ? &*keep : nullptr, flags, checked);
    } catch (const Error& error) {
      if (runs.size() == 1) throw;
      checked.codes.push_back(Complain(error, run + ": "));  // and on to the others
    }
  }
  if (!WriteJunit(junit.get(), checked.results)) checked.codes.push_back(kExitNotRun);
  const int code = WorstExitCode(checked.codes);
  if (runs.size() > 1) PrintSummary({.results = checked.results, .exit_code = code}, flags.output);
  return code;
}

}  // namespace

void AddCheckVerb(CLI::App& app, VerbAction& action) {
  const auto flags = std::make_shared<CheckFlags>();
  auto* verb =
      app.add_subcommand("check", "judge a run again from what it stored, with no broker anywhere");
  verb->add_option("PATH", flags->paths,
                   "run folders (partial ones too, and folders of them), audit.db or events.jsonl "
                   "(docs/events.md); - is events on stdin")
      ->required();
  verb->add_option("--out", flags->out,
                   "keep the audit store that is made from an events.jsonl in this file")
      ->type_name("FILE");
  AddOutputFlags(*verb, flags->output);
  verb->callback([flags, &action] { action = [flags] { return Check(*flags); }; });
}

}  // namespace kproof

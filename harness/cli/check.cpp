// kproof check PATH…: the verdict again, from a run folder or an audit.db alone, or on the
// events.jsonl of anybody's client.
#include "harness/run/check.h"

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>

#include "harness/base/caught.h"
#include "harness/base/error.h"
#include "harness/base/temporaries.h"
#include "harness/cli/ci.h"
#include "harness/cli/complain.h"
#include "harness/cli/output.h"
#include "harness/cli/verbs.h"
#include "reports/gitlab.h"
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
  if (IsStdout(store) && (flags.output.json.asked() || StdoutIsTaken(flags.output)))
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

int InformCiOfRuns(const std::vector<std::string>& runs, const Checked& checked, int code,
                   bool quiet) {
  const auto server = CiServerHere();
  if (!server.any()) return 0;
  CiEnd end{.code = code,
            .title = fmt::format("check: exit code {}", code),
            .rows = {},
            .page = "",
            .metrics = ToOpenMetrics(checked.results),
            .metrics_file = kMetricsFile,
            .quiet = quiet};
  for (std::size_t at = 0; at < runs.size(); ++at)
    end.rows.push_back(RowOf(checked.results[at], true, "", "kproof check " + runs[at]));
  return InformCi(server, std::move(end));
}

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

// Each once, by whatever names it was given: "results/*" has `latest` in it.
std::vector<std::string> AllRuns(const std::vector<std::string>& paths) {
  std::vector<std::string> runs;
  std::set<std::string> seen;
  for (const auto& path : paths) {
    for (const auto& run : RunsOf(path)) {
      std::error_code unknown;
      const auto itself = std::filesystem::weakly_canonical(run, unknown).string();
      if (unknown || seen.insert(itself).second) runs.push_back(run);
    }
  }
  return runs;
}

// One that can't be read has its row and its test case too, and keeps nobody from the others.
void NoteUnread(const std::string& path, const Error& error, Checked& checked) {
  checked.codes.push_back(Complain(error));
  Result result;
  result.scenario = path;
  result.verdict = Verdict::kError;  // in JUnit too, where what was not run is green
  result.reason = error.what();
  checked.results.push_back(std::move(result));
}

int Check(const CheckFlags& flags) {
  RemoveTemporariesOnSignals();
  const auto runs = AllRuns(flags.paths);
  std::vector<std::string> inputs;
  for (const auto& run : runs)
    for (const auto& input : InputsOf(run)) inputs.push_back(input);
  const auto junit = JunitFile(flags.output, inputs);
  std::optional<OutputFile> keep;
  if (flags.out) {
    if (runs.size() > 1)
      throw Error(ErrorKind::kUsage, "--out keeps one store, but there are several inputs",
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
    } catch (...) {  // whatever one of them is
      if (runs.size() == 1) throw;
      NoteUnread(run, CaughtError(), checked);
    }
  }
  if (!WriteJunit(junit.get(), checked.results)) checked.codes.push_back(kExitNotRun);
  const int code = WorstExitCode(checked.codes);
  if (runs.size() > 1)
    PrintSummary({.results = checked.results, .exit_code = code, .of_trials = false}, flags.output);
  return WorstExitCode({code, InformCiOfRuns(runs, checked, code, flags.output.quiet)});
}

}  // namespace

void AddCheckVerb(CLI::App& app, VerbAction& action) {
  const auto flags = std::make_shared<CheckFlags>();
  auto* verb =
      app.add_subcommand("check", "judge a run again from its stored facts, without a broker");
  verb->add_option("PATH", flags->paths,
                   "run folders (also partial ones), folders of run folders, audit.db or "
                   "events.jsonl (docs/events.md); - reads events from stdin")
      ->required();
  verb->add_option("--out", flags->out,
                   "write the audit store that is made from an events.jsonl to this file")
      ->type_name("FILE");
  AddOutputFlags(*verb, flags->output);
  verb->callback([flags, &action] { action = [flags] { return Check(*flags); }; });
}

}  // namespace kproof

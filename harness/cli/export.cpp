// kproof export RUN --events FILE: a run's facts as events.jsonl, for other programs and other
// judges.
#include "audit/events/export.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "harness/base/output_file.h"
#include "harness/base/printable.h"
#include "harness/base/temporaries.h"
#include "harness/base/wording.h"
#include "harness/cli/verbs.h"
#include "harness/run/check.h"

namespace kproof {
namespace {

int Export(const std::string& run, const std::string& events, bool force) {
  RemoveTemporariesOnSignals();
  const bool folder = std::filesystem::is_directory(run);
  const std::string store = folder ? run + "/audit.db" : run;
  OutputFile file(
      events, {.option = "--events", .inputs = InputsOf(run), .force = force, .ours = IsExport});
  const auto lines = ExportEvents(store, [&](std::string_view line) {
    file.Write(line);
    file.Write("\n");
  });
  file.Publish();
  if (events != "-")
    std::fprintf(stderr, "%s: %s\n", Printable(events).c_str(), Counted(lines, "event").c_str());
  return 0;
}

}  // namespace

void AddExportVerb(CLI::App& app, VerbAction& action) {
  struct ExportFlags {
    std::string run, events;
    bool force = false;
  };
  const auto flags = std::make_shared<ExportFlags>();
  auto* verb = app.add_subcommand(
      "export",
      "write a run's facts as events.jsonl, which 'kproof check' reads; see docs/events.md");
  verb->add_option("RUN", flags->run, "a run folder or an audit.db")->required();
  verb->add_option("--events", flags->events, "the file to write; - is stdout")
      ->type_name("FILE")
      ->required();
  verb->add_flag("--force", flags->force,
                 "replace an existing file, even if kproof did not export it; never the run");
  verb->callback([flags, &action] {
    action = [flags] { return Export(flags->run, flags->events, flags->force); };
  });
}

}  // namespace kproof

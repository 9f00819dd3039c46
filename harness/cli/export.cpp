// kproof export RUN --events FILE: a run's facts as events.jsonl, for other programs and other
// judges.
#include "audit/events/export.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/cli/verbs.h"

namespace kproof {
namespace {

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

int Export(const std::string& run, const std::string& events) {
  const bool folder = std::filesystem::is_directory(run);
  const bool to_stdout = events == "-";
  const std::unique_ptr<std::FILE, CloseFile> file(to_stdout ? nullptr
                                                             : std::fopen(events.c_str(), "wb"));
  std::FILE* out = to_stdout ? stdout : file.get();
  const auto refuse = [&] {
    throw Error(ErrorKind::kNotRun, "can't write " + events,
                Hint("does its folder exist, and has it room?"));
  };
  if (out == nullptr) refuse();
  const auto lines = ExportEvents(folder ? run + "/audit.db" : run, [&](std::string_view line) {
    if (std::fwrite(line.data(), 1, line.size(), out) != line.size() ||
        std::fputc('\n', out) == EOF)
      refuse();
  });
  if (std::fflush(out) != 0) refuse();
  if (!to_stdout)
    std::fprintf(stderr, "%s: %s events\n", events.c_str(), WithThousands(lines).c_str());
  return 0;
}

}  // namespace

void AddExportVerb(CLI::App& app, VerbAction& action) {
  struct Flags {
    std::string run, events;
  };
  const auto flags = std::make_shared<Flags>();
  auto* verb = app.add_subcommand(
      "export",
      "write a run's facts as events.jsonl, which 'kproof check' reads; see docs/events.md");
  verb->add_option("RUN", flags->run, "a run folder or an audit.db")->required();
  verb->add_option("--events", flags->events, "the file to write; - is stdout")->required();
  verb->callback(
      [flags, &action] { action = [flags] { return Export(flags->run, flags->events); }; });
}

}  // namespace kproof

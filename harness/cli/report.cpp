// kproof report PATH: one run for people who were not there, as one HTML file, as Markdown or as
// JSON, from what its folder holds alone.
#include "harness/run/report.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "harness/base/error.h"
#include "harness/base/output_file.h"
#include "harness/base/temporaries.h"
#include "harness/base/wording.h"
#include "harness/cli/output.h"
#include "harness/cli/verbs.h"
#include "harness/run/check.h"
#include "reports/frame/frame.h"
#include "reports/json.h"
#include "reports/run_page/html.h"
#include "reports/run_page/markdown.h"

namespace kproof {
namespace {

struct ReportFlags {
  std::string run, format = "html", output = "-";
  bool force = false;
};

void RequireOneRun(const std::string& path) {
  const auto runs = RunsOf(path);
  if (runs.size() == 1 && runs.front() == path) return;
  throw Error(ErrorKind::kUsage,
              path + " has " + Counted(runs.size(), "run") + " in it, and a report is of one run",
              Hint("name one of them, as in kproof report " + runs.back()));
}

std::string Render(const std::string& run, const std::string& format) {
  if (format == "json") return ToJson(CheckRun(run).result);
  const auto page = ReadRunPage(run);
  return format == "md" ? ToMarkdown(page) : ToHtml(page);
}

int Report(const ReportFlags& flags) {
  RemoveTemporariesOnSignals();
  RequireOneRun(flags.run);
  OutputFile file(flags.output, {.option = "--output",
                                 .inputs = InputsOf(flags.run),
                                 .force = flags.force,
                                 .ours = IsReport});
  if (flags.format == "html" && file.target().descriptor == STDOUT_FILENO && isatty(STDOUT_FILENO))
    throw Error(ErrorKind::kUsage, "the HTML report of " + flags.run + " is no text for a terminal",
                Hint("name a file with --output report.html, or ask for --format md"));
  file.Write(Render(flags.run, flags.format));
  file.Publish();
  return 0;
}

}  // namespace

void AddReportVerb(CLI::App& app, VerbAction& action) {
  const auto flags = std::make_shared<ReportFlags>();
  auto* verb = app.add_subcommand(
      "report", "one run as a page that needs nothing installed, from its folder alone");
  verb->add_option("PATH", flags->run, "a run folder, an audit.db or an events.jsonl")->required();
  verb->add_option("--format", flags->format, "of the report")
      ->type_name("html|md|json")
      ->check(OneOf({"html", "md", "json"}))
      ->capture_default_str();
  verb->add_option("--output", flags->output, "the file to write; - is stdout")
      ->type_name("FILE")
      ->capture_default_str();
  verb->add_flag("--force", flags->force,
                 "replace an existing file, even if kproof did not write it; never the run");
  verb->callback([flags, &action] { action = [flags] { return Report(*flags); }; });
}

}  // namespace kproof

// kproof report PATH: what a folder holds, for people who were not there: as one HTML file, as
// Markdown, or in a form for programs. report_kinds.h has what it knows.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "harness/base/error.h"
#include "harness/base/output_file.h"
#include "harness/base/temporaries.h"
#include "harness/base/text.h"
#include "harness/cli/output.h"
#include "harness/cli/report_kinds.h"
#include "harness/cli/verbs.h"
#include "reports/frame/frame.h"
#include "reports/junit.h"

namespace kproof {
namespace {

struct ReportFlags {
  std::string path, format = "html", output = "-";
  bool force = false;
};

int Report(const ReportFlags& flags) {
  RemoveTemporariesOnSignals();
  const auto& kind = KindOfReport(flags.path);
  const auto& format = FormatOf(kind, flags.format);
  OutputFile file(flags.output, {.option = "--output",
                                 .inputs = kind.inputs(flags.path),
                                 .force = flags.force,
                                 .ours = format.name == "junit" ? IsJunit : IsReport});
  if (format.name == "html" && file.target().descriptor == STDOUT_FILENO && isatty(STDOUT_FILENO))
    throw Error(ErrorKind::kUsage,
                "the HTML report of " + flags.path + " is no text for a terminal",
                Hint("name a file with --output report.html, or ask for --format md"));
  file.Write(format.render(flags.path));
  file.Publish();
  return 0;
}

// "the folder of a campaign; a run folder, an audit.db or an events.jsonl"
std::string PathsOfReports() {
  std::vector<std::string> paths;
  for (const auto& kind : ReportKinds()) paths.push_back(kind.path);
  return Join(paths, "; ");
}

}  // namespace

void AddReportVerb(CLI::App& app, VerbAction& action) {
  const auto flags = std::make_shared<ReportFlags>();
  auto* verb = app.add_subcommand(
      "report",
      "a run, campaign, comparison or certificate as a page that needs nothing installed, from "
      "its folder alone");
  verb->add_option("PATH", flags->path, PathsOfReports())->required();
  verb->add_option("--format", flags->format, "of the report")
      ->type_name(Join(ReportFormatNames(), "|"))
      ->check(OneOf(ReportFormatNames()))
      ->capture_default_str();
  verb->add_option("--output", flags->output, "the file to write; - is stdout")
      ->type_name("FILE")
      ->capture_default_str();
  verb->add_flag("--force", flags->force,
                 "replace an existing file, even if kproof did not write it; never the run");
  verb->callback([flags, &action] { action = [flags] { return Report(*flags); }; });
}

}  // namespace kproof

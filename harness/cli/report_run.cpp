// Reports of one run: what each format is made by.
#include "harness/base/error.h"
#include "harness/base/wording.h"
#include "harness/cli/report_kinds.h"
#include "harness/run/check.h"
#include "harness/run/report.h"
#include "reports/json.h"
#include "reports/junit.h"
#include "reports/run_page/html.h"
#include "reports/run_page/markdown.h"

namespace kproof {
namespace {

const std::string& OneRun(const std::string& path) {
  const auto runs = RunsOf(path);
  if (runs.size() == 1 && runs.front() == path) return path;
  throw Error(ErrorKind::kUsage,
              path + " has " + Counted(runs.size(), "run") + " in it, and a report is of one run",
              Hint("name one of them, as in kproof report " + runs.back()));
}

std::string RunAsHtml(const std::string& path) { return ToHtml(ReadRunPage(OneRun(path))); }
std::string RunAsMarkdown(const std::string& path) { return ToMarkdown(ReadRunPage(OneRun(path))); }
std::string RunAsJson(const std::string& path) { return ToJson(CheckRun(OneRun(path)).result); }
std::string RunAsJunit(const std::string& path) { return ToJunit({CheckRun(OneRun(path)).result}); }

}  // namespace

ReportKind RunReports() {
  return {
      .name = "a run",
      .path = "a run folder, an audit.db or an events.jsonl",
      .recognises = [](const std::string&) { return true; },
      .inputs = InputsOf,
      .formats = {
          {"html", RunAsHtml}, {"md", RunAsMarkdown}, {"json", RunAsJson}, {"junit", RunAsJunit}}};
}

}  // namespace kproof

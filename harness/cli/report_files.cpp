#include "harness/cli/report_files.h"

#include "reports/frame/frame.h"
#include "reports/frame/index_json.h"

namespace kproof {

ReportFiles::ReportFiles(const OutputTarget& beside, std::string_view kind,
                         const std::vector<std::string>& inputs, bool force) {
  const std::string of(kind);
  const auto file = [&](const char* name, std::function<bool(const std::string&)> ours) {
    return std::make_unique<OutputFile>(
        beside.Folder() + "/" + name,
        OutputRules{.option = "the report beside " + beside.path + ":",
                    .inputs = inputs,
                    .force = force,
                    .ours = std::move(ours)});
  };
  const auto is_report = [of](const std::string& name) { return IsReportOf(of, name); };
  html_ = file("report.html", is_report);
  markdown_ = file("result.md", is_report);
  index_ = file("index.json", [of](const std::string& name) { return IsIndex(name, of); });
}

bool ReportFiles::Take(const OutputTarget& file) const {
  for (const auto* report : {html_.get(), markdown_.get(), index_.get()})
    if (report->target().file == file.file) return true;
  return false;
}

void ReportFiles::Write(const std::string& html, const std::string& markdown,
                        const std::string& index) {
  const auto write = [](OutputFile& file, const std::string& text) {
    file.Write(text);
    file.Publish();
  };
  write(*html_, html);
  write(*markdown_, markdown);
  write(*index_, index);
}

}  // namespace kproof

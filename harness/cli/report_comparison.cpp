// Reports of a comparison: what each format is made by.
#include <filesystem>
#include <system_error>

#include "harness/cli/report_kinds.h"
#include "harness/compare/comparison_json.h"
#include "harness/compare/read_comparison.h"
#include "reports/comparison_page/comparison_page.h"

namespace kproof {
namespace {

std::string ComparisonIn(const std::string& path) { return FileOfReport(path, "compare.json"); }

// Whoever writes a comparison into the folder of a run or a campaign has to name the file.
bool IsComparison(const std::string& path) {
  std::error_code unknown;
  for (const char* of_others : {"result.json", "matrix.json"})
    if (std::filesystem::exists(path + "/" + of_others, unknown)) return false;
  return IsComparisonFile(ComparisonIn(path));
}

Comparison ComparisonAt(const std::string& path) { return ReadComparison(ComparisonIn(path)); }

}  // namespace

ReportKind ComparisonReports() {
  return {
      .name = "a comparison",
      .path = "a compare.json or its folder",
      .recognises = IsComparison,
      .inputs =
          [](const std::string& path) { return std::vector<std::string>{ComparisonIn(path)}; },
      .formats = {
          {"html", [](const std::string& path) { return ToHtml(ComparisonAt(path)); }},
          {"md", [](const std::string& path) { return ToMarkdown(ComparisonAt(path)); }},
          {"json", [](const std::string& path) { return ComparisonFile(ComparisonAt(path)); }}}};
}

}  // namespace kproof

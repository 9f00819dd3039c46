#include "harness/run/report.h"

#include <filesystem>
#include <nlohmann/json.hpp>
#include <utility>

#include "harness/base/error.h"
#include "harness/base/json_text.h"
#include "harness/base/read_input.h"
#include "harness/run/check.h"
#include "reports/run_page/html.h"
#include "reports/run_page/index.h"
#include "reports/run_page/markdown.h"

namespace kproof {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kLargestResult = 64 << 20;

// The verdict that the run had when it ended; "" where nothing readable says it.
std::string RecordedVerdict(const std::string& path) {
  const auto file = fs::path(path) / "result.json";
  std::error_code failed;
  if (!fs::is_regular_file(file, failed) || fs::file_size(file, failed) > kLargestResult) return "";
  try {
    const auto written = ParseJsonIfAny(ReadInput(file.string(), kLargestResult));
    if (!written.is_object() || !written.contains("verdict") || !written["verdict"].is_string())
      return "";
    return written["verdict"].get<std::string>();
  } catch (const Error&) {  // what can't be read is compared with nothing
    return "";
  }
}

}  // namespace

RunPage ReadRunPage(const std::string& path) {
  RunPage page;
  CheckRun(path, nullptr,
           {.examples = kListedRanges, .also = [&](const FactReader& store, const Result& result) {
              page = MakeRunPage(store, result);
            }});
  const auto recorded = RecordedVerdict(path);
  const auto now = Name(page.result.verdict);
  if (!recorded.empty() && recorded != now)
    page.recorded_otherwise = "result.json, written when the run ended, says " + recorded +
                              "; judged again for this report, its facts say " + now + ".";
  return page;
}

void WriteReports(const RunFolder& folder, const FactReader& store, Result result) {
  const auto page = MakeRunPage(store, std::move(result));
  folder.Write(kReportPage, ToHtml(page));
  folder.Write(kReportText, ToMarkdown(page));
  folder.Write(kReportIndex, ToIndexJson(IndexOf(page)));
}

}  // namespace kproof

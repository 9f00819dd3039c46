// usage: write_pages FOLDER: pages that no real run makes (docs/reports.md, "Size and safety"):
// texts of somebody hostile, nothing at all, and as much as a page lists.
#include <cstdio>

#include "harness/base/write_file.h"
#include "reports/run_page/html.h"
#include "tests/unit/reports/sample_page.h"

namespace kproof {
namespace {

RunPage LargePage() {
  auto page = PageOf(LossyRun());
  auto& result = page.result;
  auto& lost = result.findings.front();
  lost.ranges = 100'000;
  lost.examples.resize(kListedRanges, lost.examples.front());
  for (std::size_t at = 0; at < lost.examples.size(); ++at) {
    auto& example = lost.examples[at];
    example.seq = at * 10;
    example.partition = static_cast<std::int32_t>(at % 7);
    example.origin = "checkout-" + std::to_string(at % 3);
    example.acked_s = static_cast<double>(at) / 50;
    if (at % 2 == 0) example.during = "";
  }
  page.series.clear();
  for (std::size_t at = 0; at < kSeriesPoints; ++at)
    page.series.push_back({.at_s = static_cast<double>(at) / 15,
                           .due = 12'345,
                           .acked = at % 40 < 5 ? 0.0 : 12'345.0,
                           .p50_ms = 2 + static_cast<double>(at % 17)});
  return page;
}

void WritePages(const std::string& folder) {
  const auto write = [&](const std::string& name, const RunPage& page) {
    WriteFile(folder + "/" + name + ".html", ToHtml(page));
  };
  write("hostile-markup",
        PageFull("'\"><script>alert(1)</script><img src=x onerror=alert(1)></title></style></svg>"
                 "<a href=javascript:alert(1)>{{{script}}}&lt;"));
  write("hostile-order",
        PageFull("abc\u202egnp.exe\u2066\u200f\x1b[2J\x01\u0634\u0631\u0643\u0629"));
  write("hostile-long", PageFull(std::string(10'000, 'x')));
  write("empty", RunPage());
  write("large", LargePage());
}

}  // namespace
}  // namespace kproof

int main(int count, char** words) {
  if (count != 2) {
    std::fputs("usage: write_pages FOLDER\n", stderr);
    return 64;
  }
  kproof::WritePages(words[1]);
  return 0;
}

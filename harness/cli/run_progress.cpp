#include "harness/cli/run_progress.h"

#include <fmt/format.h>

#include <utility>

#include "harness/base/printable.h"
#include "harness/run/live_lines.h"

namespace kproof {

std::string ProgressText(double at_s, const std::string& text) {
  std::string head = fmt::format("{:7.1f} s  ", at_s);
  const std::string indent(head.size() + 2, ' ');
  const std::size_t columns = kProgressColumns - head.size();
  std::string lines;
  for (const auto& part : Folded(Printable(text), columns, columns - 2)) {
    lines += head + part + "\n";
    head = indent;
  }
  return lines;
}

RunProgress::RunProgress(Outlet& outlet, Looks looks)
    : outlet_(outlet), looks_(std::move(looks)), view_{.title = looks_.title, .sample = {}} {}

void RunProgress::Take(const RunNews& news) {
  if (outlet_.streams()) outlet_.Stream(LiveLine(news));
  if (const auto* line = std::get_if<RunLine>(&news.what); line != nullptr && looks_.lines)
    outlet_.Print(stderr, ProgressText(news.at_s, line->text));
  if (!outlet_.live()) return;
  Update(view_, news);
  const auto columns = outlet_.columns();
  outlet_.Show(looks_.one_row ? std::vector{OneRunLine(view_, columns)} : RunLines(view_, columns));
}

}  // namespace kproof

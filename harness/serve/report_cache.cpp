#include "harness/serve/report_cache.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/base/error.h"
#include "harness/run/report.h"
#include "reports/run_page/html.h"

namespace kproof {
namespace {

constexpr std::size_t kMostPages = 16;  // of a megabyte or less

// Changes when a file that a report is made from does.
std::string StateOf(const OpenFolder& run) {
  std::string state;
  for (const char* file : {"audit.db", "audit.db-wal", "result.json", "scenario.yaml"})
    if (const auto entry = run.Find(file))
      state += fmt::format("{} {} {};", file, entry->bytes, entry->modified_us);
  return state;
}

// A report is made from the folder by its path, and would follow a link or wait for a pipe in it.
bool HoldsFilesAlone(const OpenFolder& run) {
  if (run.HasStrangers()) return false;
  for (const char* name : {"logs", "spool"}) {
    const auto folder = run.Enter(name);
    if (folder && folder->HasStrangers()) return false;
  }
  return true;
}

}  // namespace

std::optional<std::string> ReportCache::Of(const OpenFolder& run) {
  const auto store = run.Find("audit.db");
  if (!store || store->is_folder)  // a link may lead anywhere
    throw Error(ErrorKind::kCorrupt, "the folder of this run has no audit.db",
                Hint("was the folder copied as a whole?"));
  if (!HoldsFilesAlone(run))
    throw Error(
        ErrorKind::kCorrupt,
        "the folder of this run has a link, a pipe or a device in it, and no run leaves one",
        Hint("kproof report reads it on your own terms"));
  const std::unique_lock lock(mutex_, std::try_to_lock);
  if (!lock) return std::nullopt;
  const auto state = StateOf(run);
  const auto found = std::find_if(pages_.begin(), pages_.end(),
                                  [&](const Page& page) { return page.path == run.path(); });
  Page page{run.path(), state, ""};
  if (found != pages_.end()) {
    if (found->state == state) page.html = std::move(found->html);
    pages_.erase(found);
  }
  if (page.html.empty()) page.html = ToHtml(ReadRunPage(run.path()));
  if (pages_.size() >= kMostPages) pages_.pop_front();
  pages_.push_back(page);
  return page.html;
}

}  // namespace kproof

// Every run, the worst first, and what stands around them.
#include <fmt/format.h>

#include "harness/base/text.h"
#include "harness/base/wording.h"
#include "reports/campaign_page/view.h"
#include "reports/campaign_page/words.h"
#include "reports/frame/texts.h"

namespace kproof::view {

std::string LinkTo(const CampaignRun& run) {
  std::string link = "./";
  for (const char c : run.folder) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-._~/").find(c) != std::string_view::npos;
    link += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return link + (run.has_page ? "/report.html" : "/");
}

PageData Runs(const CampaignPage& page) {
  PageData data;
  auto rows = PageList();
  for (std::size_t i = 0; i < page.runs.size(); ++i) {
    const auto& run = page.runs[i];
    const auto& cell = page.matrix.cells.at(run.cell);
    PageData row;
    row.set("number", std::to_string(i + 1));
    row.set("at", IndicesOf(page.matrix, cell));
    row.set("cell", std::to_string(run.cell));
    row.set("place", CellTitle(cell));
    row.set("verdict", Upper(Name(run.verdict)));
    row.set("word", RunWord(run));
    row.set("look", CampaignLook(run.verdict));
    row.set("sign", CampaignSign(run.verdict));
    row.set("seed", std::to_string(run.seed));
    row.set("reason", OneLine(run.reason, 400));
    row.set("anomalies", RunAnomalies(run));
    row.set("faults", RunFaults(run));
    row.set("no_effect", run.took_effect < run.faults);
    row.set("seconds", SecondsText(run.seconds));
    row.set("folder", OneLine(run.folder, kLongestName));
    row.set("link", LinkTo(run));
    rows.push_back(row);
  }
  data.set("rows", rows);
  data.set("any", !page.runs.empty());
  data.set("long", page.runs.size() > kLongTable);
  data.set("noun", CellNoun(page));
  data.set("count", Counted(page.runs.size(), "run"));
  return data;
}

PageData Around(const CampaignPage& page) {
  PageData data;
  auto excluded = PageList();
  for (const auto& [reason, cells] : LeftOut(page.matrix)) {
    PageData row;
    row.set("reason", OneLine(reason));
    row.set("cells", Counted(cells, "cell"));
    std::vector<std::string> places;
    for (const auto& cell : page.matrix.cells)
      if (cell.excluded == reason) places.push_back(CellTitle(cell));
    row.set("which", OneLine(JoinFew(places, "; ", 30)));
    excluded.push_back(row);
  }
  data.set("excluded", excluded);
  data.set("any_excluded", !LeftOut(page.matrix).empty());
  auto waived = PageList();
  for (const auto& line : page.waived) waived.push_back(OneLine(line));
  data.set("waived", waived);
  data.set("any_waived", !page.waived.empty());
  auto not_seen = PageList();
  for (const auto& line : NotSeen(page)) not_seen.push_back(OneLine(line));
  data.set("not_seen", not_seen);
  auto versions = PageList();
  for (const auto& [what, found] : page.versions) {
    PageData row;
    row.set("what", OneLine(what, kLongestName));
    row.set("version", OneLine(Join({found.begin(), found.end()}, ", ")));
    versions.push_back(row);
  }
  data.set("versions", versions);
  return data;
}

}  // namespace kproof::view

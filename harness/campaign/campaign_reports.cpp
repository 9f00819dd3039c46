#include "harness/campaign/campaign_reports.h"

#include <filesystem>

#include "harness/base/caught.h"
#include "harness/base/output_file.h"
#include "harness/campaign/page_of.h"
#include "harness/run/folder.h"
#include "harness/run/report.h"
#include "reports/campaign_page/html.h"
#include "reports/campaign_page/index.h"
#include "reports/campaign_page/markdown.h"
#include "reports/junit.h"

namespace kproof {

std::string JunitOf(const CampaignPage& page, const std::vector<Result>& results) {
  return page.by_cells ? ToJunit(page.matrix) : ToJunit(results);
}

WrittenReports WriteReports(const CampaignFolder& folder, const CampaignPlan& plan,
                            const CampaignProgress& progress, const CampaignRules& rules) {
  WrittenReports written{.page = PageOf(plan, progress, rules, folder),
                         .junit = {},
                         .latest_left = {},
                         .unwritten = {}};
  const auto& page = written.page;
  written.junit = JunitOf(page, progress.results);
  try {
    ReplaceFile(folder.File(kMatrixFile), ToJson(page.matrix));
    ReplaceFile(folder.File("matrix.csv"), ToCsv(page.matrix));
    ReplaceFile(folder.File("junit.xml"), written.junit);
    ReplaceFile(folder.File(kReportPage), ToHtml(page));
    ReplaceFile(folder.File(kReportText), ToMarkdown(page));
    ReplaceFile(folder.File(kReportIndex), ToIndexJson(IndexOf(page)));
  } catch (...) {  // what the campaign amounts to is said all the same
    written.unwritten = CaughtError().Full();
  }
  const auto parent = std::filesystem::path(folder.path()).parent_path().string();
  written.latest_left = MoveLatest(parent, folder.name());
  return written;
}

}  // namespace kproof

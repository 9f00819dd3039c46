#include "harness/campaign/campaign_reports.h"

#include <filesystem>

#include "harness/base/output_file.h"
#include "harness/campaign/matrix_of.h"
#include "harness/run/folder.h"
#include "reports/junit.h"

namespace kproof {

// A CI server shows a matrix by its cells, and other campaigns by their runs.
WrittenReports WriteReports(const CampaignFolder& folder, const CampaignPlan& plan,
                            const CampaignProgress& progress) {
  WrittenReports written{
      .matrix = MatrixOf(plan, progress, folder.path()), .junit = {}, .latest_left = {}};
  written.junit = plan.matrix ? ToJunit(written.matrix) : ToJunit(progress.results);
  ReplaceFile(folder.File("matrix.json"), ToJson(written.matrix));
  ReplaceFile(folder.File("matrix.csv"), ToCsv(written.matrix));
  ReplaceFile(folder.File("junit.xml"), written.junit);
  const auto parent = std::filesystem::path(folder.path()).parent_path().string();
  written.latest_left = MoveLatest(parent, folder.name());
  return written;
}

}  // namespace kproof

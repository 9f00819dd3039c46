#include "harness/campaign/page_of.h"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "harness/base/json_text.h"
#include "harness/base/read_input.h"
#include "harness/base/wording.h"
#include "harness/campaign/matrix_of.h"
#include "harness/run/report.h"
#include "harness/words/finding.h"
#include "reports/summary.h"

namespace kproof {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kMostMatrixBytes = std::size_t{256} << 20;

bool IsFile(const std::string& path) {
  std::error_code failed;
  return fs::is_regular_file(path, failed);
}

CampaignRun RunOf(const TrialRecord& record, const Result& result, const std::string& campaign) {
  CampaignRun run{.folder = fs::path(record.folder).lexically_relative(campaign).string(),
                  .has_page = IsFile(record.folder + "/" + kReportPage),
                  .scenario = result.scenario,
                  .seed = result.seed,
                  .verdict = result.verdict,
                  .reason = result.reason,
                  .seconds = result.seconds,
                  .faults = result.faults.size(),
                  .left_out = record.left_out,
                  .disturbed = record.disturbed,
                  .interrupted = WasInterrupted(record)};
  run.took_effect =
      static_cast<std::size_t>(std::count_if(result.faults.begin(), result.faults.end(),
                                             [](const FaultReport& fault) { return fault.bit; }));
  for (const auto& kind : FindingTable()) {
    const auto count = result.counts.find(kind.name), allowed = result.allowed.find(kind.name);
    if (!kind.anomaly() || count == result.counts.end() || count->second == 0) continue;
    run.counts[kind.name] = count->second;
    if (allowed != result.allowed.end()) run.allowed[kind.name] = allowed->second;
  }
  return run;
}

int CodeOf(const CampaignPlan& plan, const CampaignProgress& progress, const Matrix& matrix) {
  const auto summary = SummaryOf(plan, progress, matrix.min_trials);
  if (!plan.matrix) return summary.exit_code;
  return WorstExitCode({ExitCodeOf(matrix, matrix.min_trials), ExitCodeOf(summary.never_begun)});
}

// Cells whose verdicts in matrix.json are not those that the same trials have now.
std::string RecordedOtherwise(const Matrix& matrix, const nlohmann::json& recorded) {
  std::size_t differ = 0;
  if (!recorded.contains("cells") || recorded["cells"].size() != matrix.cells.size())
    return "matrix.json in the folder has other cells than campaign.json.";
  for (std::size_t at = 0; at < matrix.cells.size(); ++at) {
    const auto& cell = matrix.cells[at];
    const auto& then = recorded["cells"][at];
    const nlohmann::json now = cell.verdict ? nlohmann::json(Name(*cell.verdict)) : nullptr;
    if (then.value("trials", std::uint64_t{0}) == cell.trials && then.value("verdict", now) != now)
      ++differ;
  }
  if (differ == 0) return "";
  return "matrix.json says another verdict of " + Counted(differ, "cell") +
         "; judged again for this report, their facts say what stands here.";
}

}  // namespace

CampaignPage PageOf(const CampaignPlan& plan, const CampaignProgress& progress,
                    const CampaignRules& rules, const CampaignFolder& folder) {
  CampaignPage page;
  page.matrix = MatrixOf(plan, progress, folder.path(), rules);
  page.by_cells = plan.matrix;
  page.folder = folder.name();
  if (plan.shard.count > 1) page.shard = ToText(plan.shard);
  page.of_one_machine = true;
  for (std::size_t at = 0; at < progress.records.size(); ++at) {
    const auto& record = progress.records[at];
    const auto& result = progress.results[at];
    auto run = RunOf(record, result, folder.path());
    run.cell = plan.trials.at(record.trial).cell;
    run.waived = progress.waived.contains(at);
    page.runs.push_back(std::move(run));
    if (page.started.empty() || result.started < page.started) page.started = result.started;
    for (const auto& [what, version] : result.versions) page.versions[what].insert(version);
    for (const auto& check : result.not_tested) ++page.not_tested[check];
    page.of_one_machine = page.of_one_machine && result.driver == "local";
  }
  SortWorstFirst(page.runs);
  page.never_begun = SummaryOf(plan, progress).never_begun.size();
  page.exit_code = CodeOf(plan, progress, page.matrix);
  page.waived = WaivedLines(rules.waivers, progress);
  return page;
}

CampaignOfFolder ReadCampaign(const std::string& path, const Vocabulary& vocabulary) {
  auto folder = CampaignFolder::Look(path);
  const auto plan = folder.ReadPlan(vocabulary);
  auto progress = folder.ReadProgress(plan);
  const auto file = folder.File(kMatrixFile);
  CampaignRules rules;
  std::string recorded;
  if (fs::exists(file)) {
    recorded = ReadInput(file, kMostMatrixBytes);
    rules = ParseRules(recorded);
  }
  ApplyWaivers(rules.waivers, progress);
  CampaignOfFolder read{PageOf(plan, progress, rules, folder), std::move(progress.results)};
  if (!recorded.empty())
    read.page.recorded_otherwise = RecordedOtherwise(read.page.matrix, ParseJson(recorded));
  return read;
}

}  // namespace kproof

#include "harness/cli/campaign_ci.h"

#include <fmt/format.h>

#include <filesystem>

#include "harness/base/error.h"
#include "harness/base/read_input.h"
#include "harness/base/shell.h"
#include "harness/campaign/matrix_of.h"
#include "harness/cli/book.h"
#include "harness/cli/ci.h"
#include "harness/cli/complain.h"
#include "harness/cli/load.h"
#include "harness/cli/verbs.h"
#include "harness/run/report.h"
#include "reports/gitlab.h"
#include "reports/run_command.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;

// Scenario → its file. Of a campaign that goes on nobody says which files they were.
std::map<std::string, std::string> FilesByScenario(const CampaignForCi& campaign) {
  std::map<std::string, std::string> files;
  for (const auto& [path, parsed] : ParseFiles(campaign.files, campaign.sets))
    if (parsed.scenario) files.emplace(parsed.scenario->name, path);
  return files;
}

// The report in Markdown of what ended; "" where there is none.
std::string PageIn(const std::string& folder) {
  const auto file = fs::path(folder) / kReportText;
  std::error_code failed;
  if (!fs::is_regular_file(file, failed)) return "";
  try {
    return ReadInput(file.string(), kGithubSummaryBytes);
  } catch (const Error&) {  // then a table says it
    return "";
  }
}

std::string Again(const std::string& file, const CampaignForCi& campaign, std::uint64_t seed) {
  auto command = RunCommand(file, seed);
  for (const auto& set : campaign.sets) command += " --set " + ShellWord(set);
  return command;
}

std::vector<GithubRow> RowsOfRuns(const CampaignForCi& campaign) {
  const auto files = FilesByScenario(campaign);
  std::vector<GithubRow> rows;
  for (std::size_t at = 0; at < campaign.progress.records.size(); ++at) {
    const auto& record = campaign.progress.records[at];
    if (record.disturbed) continue;
    const auto& result = campaign.progress.results[at];
    const auto found = files.find(result.scenario);
    const auto file = found == files.end() ? "" : found->second;
    const bool counts = !record.left_out && !campaign.progress.waived.contains(at);
    rows.push_back(
        RowOf(result, counts, file, file.empty() ? "" : Again(file, campaign, result.seed)));
  }
  return rows;
}

CiEnd EndOf(const CampaignForCi& campaign) {
  const auto matrix = MatrixOf(campaign.plan, campaign.progress, campaign.folder);
  const bool single = campaign.folder.empty() && campaign.progress.records.size() == 1;
  const auto folder = single ? campaign.progress.records.front().folder : campaign.folder;
  CiEnd end{.code = campaign.code,
            .title = fmt::format("{}: exit code {}", campaign.plan.name, campaign.code),
            .rows = {},
            .page = folder.empty() ? "" : PageIn(folder),
            .metrics = ToOpenMetrics(matrix),
            .metrics_file = campaign.out + "/" + kMetricsFile,
            .quiet = campaign.quiet};
  const auto file = campaign.files.empty() ? "" : FindScenario(campaign.files.front());
  end.rows =
      campaign.plan.matrix ? RowsOf(matrix, campaign.min_trials, file) : RowsOfRuns(campaign);
  return end;
}

}  // namespace

int InformCiOf(const CampaignForCi& campaign) {
  const auto server = CiServerHere();
  if (!server.any()) return 0;
  try {
    return InformCi(server, EndOf(campaign));
  } catch (const Error& error) {  // the campaign's own code stays what it is
    Complain(error);
    return kExitNotRun;
  }
}

}  // namespace kproof

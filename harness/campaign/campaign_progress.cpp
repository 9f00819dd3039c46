#include "harness/campaign/campaign_progress.h"

#include <algorithm>
#include <csignal>
#include <iterator>
#include <set>

#include "harness/base/error.h"
#include "harness/campaign/matrix_of.h"

namespace kproof {
namespace {

// Of every trial that counts, and of whatever else went wrong.
std::vector<int> ExitCodes(const CampaignProgress& progress) {
  std::vector<int> codes;
  for (std::size_t at = 0; at < progress.records.size(); ++at) {
    const auto& record = progress.records[at];
    if (record.disturbed) continue;
    if (!record.left_out && !progress.waived.contains(at)) codes.push_back(record.exit_code);
    if (!record.unwritten.empty()) codes.push_back(ExitCode(Verdict::kNotRun));
  }
  if (progress.broken_off) codes.push_back(ExitCode(*progress.broken_off));
  return codes;
}

}  // namespace

bool WasInterrupted(const TrialRecord& record) {
  return record.exit_code == 128 + SIGHUP || record.exit_code == 128 + SIGINT ||
         record.exit_code == 128 + SIGTERM;
}

bool Counts(const TrialRecord& record) { return !WasInterrupted(record) && !record.disturbed; }

double ElapsedOf(const CampaignProgress& progress) {
  double elapsed = 0;
  for (const auto& record : progress.records) elapsed = std::max(elapsed, record.ended_s);
  return elapsed;
}

std::vector<Trial> Remaining(const CampaignPlan& plan, const CampaignProgress& progress) {
  std::set<std::size_t> done;
  for (const auto& record : progress.records) {
    const bool planned = record.trial < plan.trials.size() &&
                         plan.trials[record.trial].seed == record.seed &&
                         plan.ScenarioOf(plan.trials[record.trial]).name == record.scenario;
    if (!planned)
      throw Error(ErrorKind::kUsage,
                  "trial " + std::to_string(record.trial) + " of this campaign is not " +
                      record.scenario + " with seed " + std::to_string(record.seed),
                  Hint("name the scenarios and the seed that the campaign was begun with"));
    if (Counts(record)) done.insert(record.trial);
  }
  std::vector<Trial> remaining;
  std::copy_if(plan.trials.begin(), plan.trials.end(), std::back_inserter(remaining),
               [&](const Trial& trial) {
                 return plan.shard.Has(trial.index) && !done.contains(trial.index);
               });
  return remaining;
}

Summary SummaryOf(const CampaignPlan& plan, const CampaignProgress& progress,
                  std::uint64_t min_trials) {
  Summary summary{.results = progress.results};
  for (const auto& record : progress.records)
    if (record.left_out) ++summary.allowed_not_run;
  std::set<std::size_t> begun;
  for (const auto& record : progress.records) begun.insert(record.trial);
  for (const Trial& trial : plan.trials)
    if (plan.shard.Has(trial.index) && !begun.contains(trial.index))
      summary.never_begun.push_back({plan.ScenarioOf(trial).name, trial.seed});
  if (!plan.matrix) summary.too_few = TooFewJudged(MatrixOf(plan, progress, ""), min_trials);
  auto codes = ExitCodes(progress);
  if (!summary.too_few.empty()) codes.push_back(ExitCode(Verdict::kInconclusive));
  codes.push_back(ExitCodeOf(summary.never_begun));
  summary.exit_code = WorstExitCode(codes);
  return summary;
}

}  // namespace kproof

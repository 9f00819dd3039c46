#include "harness/campaign/matrix_of.h"

#include <filesystem>

namespace kproof {

Matrix MatrixOf(const CampaignPlan& plan, const CampaignProgress& progress,
                const std::string& folder, const CampaignRules& rules) {
  Matrix matrix{.name = plan.name,
                .seed = plan.seed,
                .min_trials = rules.min_trials,
                .axes = {},
                .seconds = ElapsedOf(progress),
                .cells = {}};
  for (const auto& waiver : rules.waivers)
    matrix.waivers.push_back({waiver.scenario, waiver.finding, waiver.ticket, waiver.reason,
                              DayText(waiver.until), waiver.waive_loss});
  for (const auto& axis : plan.axes) matrix.axes.emplace_back(axis.name, axis.values);
  for (const auto& cell : plan.cells) {
    matrix.cells.emplace_back();
    auto& row = matrix.cells.back();
    row.at = cell.at;
    row.name = cell.name;
    row.excluded = cell.excluded;
    row.expect = cell.expect;
  }
  for (const auto& trial : plan.trials)
    if (plan.shard.Has(trial.index)) ++matrix.cells[trial.cell].planned;
  std::vector<std::vector<const Result*>> trials(plan.cells.size());
  for (std::size_t at = 0; at < progress.records.size(); ++at) {
    const auto& record = progress.records[at];
    const auto cell = plan.trials.at(record.trial).cell;
    if (record.disturbed) ++matrix.cells[cell].repeated;
    if (!Counts(record)) continue;
    trials[cell].push_back(&progress.results[at]);
    if (progress.waived.contains(at)) ++matrix.cells[cell].waived;
    const auto& result = progress.results[at];
    matrix.cells[cell].runs.push_back(
        {std::filesystem::path(record.folder).lexically_relative(folder).string(), result.seed,
         result.verdict});
  }
  for (std::size_t cell = 0; cell < trials.size(); ++cell)
    if (!trials[cell].empty()) Summarise(trials[cell], matrix.cells[cell]);
  return matrix;
}

}  // namespace kproof

#include "harness/certify/tried_faults.h"

#include <algorithm>

#include "harness/base/text.h"
#include "harness/certify/survival_tests.h"

namespace kproof {
namespace {

// "producers.checkout.config.acks" → "acks", "topics.payments.replication" → "replication".
std::string KeyOf(const std::string& path) {
  constexpr std::string_view kConfig = ".config.";
  const auto config = path.find(kConfig);
  return path.substr(config == std::string::npos ? path.rfind('.') + 1 : config + kConfig.size());
}

void NameControl(TriedFault& tried) {
  for (const auto& test : SurvivalTests()) {
    if (tried.fault != test.scenario || !test.shows) continue;
    std::vector<std::string> settings;
    for (const auto& one : test.unsafe) settings.push_back(KeyOf(one.path) + "=" + one.value);
    tried.unsafe = Join(settings, ", ");
    tried.must_show = NameOf(*test.shows);
  }
}

}  // namespace

std::vector<CellTrials> TrialsByCell(const CampaignPlan& plan, const CampaignProgress& progress) {
  std::vector<CellTrials> cells;
  for (const auto& cell : plan.cells) cells.push_back({&cell, {}});
  for (std::size_t at = 0; at < progress.records.size(); ++at)
    if (Counts(progress.records[at]))
      cells[plan.trials[progress.records[at].trial].cell].trials.push_back(&progress.results[at]);
  return cells;
}

TriedFault TriedOf(const CellTrials& cell) {
  TriedFault tried{.fault = cell.scenario(), .unsafe = "", .must_show = ""};
  if (!cell.given()) NameControl(tried);
  for (const Result* trial : cell.trials) {
    ++tried.verdicts[Name(trial->verdict)];
    for (const auto& row : FindingTable()) {
      const auto count = trial->counts.find(row.name);
      if (row.anomaly() && count != trial->counts.end() && count->second > 0)
        ++tried.found[row.name];
    }
    tried.at_stake += trial->at_stake;
    tried.seeds.push_back(trial->seed);
  }
  return tried;
}

}  // namespace kproof

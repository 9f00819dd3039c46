// What a campaign could not have seen: a report without this would claim more than its trials do.
#include <fmt/format.h>

#include <algorithm>

#include "harness/base/text.h"
#include "harness/base/wording.h"
#include "harness/words/finding.h"
#include "reports/campaign_page/words.h"
#include "reports/frame/texts.h"
#include "reports/loss_bound.h"

namespace kproof {
namespace {

void AddCellsNotRun(const CampaignPage& page, std::vector<std::string>& lines) {
  for (const auto& [reason, cells] : LeftOut(page.matrix))
    lines.push_back(
        fmt::format("{} did not run: {}.", Counted(cells, "cell"), OneLine(reason, kLongestName)));
  if (page.never_begun > 0)
    lines.push_back(fmt::format("{} not begun: what is here is a part of the campaign.",
                                Counted(page.never_begun, "trial has", "trials have")));
  if (!page.shard.empty())
    lines.push_back(fmt::format("It is the part {} of a campaign: the other trials ran elsewhere.",
                                page.shard));
}

// The weakest bound among the cells that lost nothing: rarer losses than that stay hidden.
void AddBound(const CampaignPage& page, std::vector<std::string>& lines) {
  const MatrixCell* weakest = nullptr;
  std::size_t silent = 0;
  for (const auto& cell : page.matrix.cells) {
    if (!cell.verdict) continue;
    if (cell.conclusive == 0) ++silent;
    const bool clean = CountNamed(cell.counts, NameOf(FindingKind::kLost)) == 0;
    if (cell.conclusive > 0 && clean &&
        (weakest == nullptr || cell.loss_upper > weakest->loss_upper))
      weakest = &cell;
  }
  if (weakest != nullptr)
    lines.push_back(fmt::format(
        "A {0} that lost nothing may lose something in another trial. The one that says least "
        "({3}, {4}) rules out no more than that over {2:.2g} % of its trials do, with {1:.0f} % "
        "confidence.",
        CellNoun(page), kConfidence * 100, weakest->loss_upper * 100, CellTitle(*weakest),
        Counted(weakest->conclusive, "conclusive trial")));
  if (silent > 0)
    lines.push_back(fmt::format("{} nothing about losses: no trial was conclusive.",
                                Counted(silent, std::string(CellNoun(page)) + " says",
                                        std::string(CellNoun(page)) + "s say")));
}

// The checks that had no facts in some run, most runs first.
void AddChecks(const CampaignPage& page, std::vector<std::string>& lines) {
  std::vector<std::pair<std::string, std::size_t>> checks(page.not_tested.begin(),
                                                          page.not_tested.end());
  std::stable_sort(checks.begin(), checks.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  std::map<std::size_t, std::vector<std::string>, std::greater<>> by_runs;
  for (const auto& [name, runs] : checks) by_runs[runs].push_back(OneLine(name, 120));
  for (const auto& [runs, names] : by_runs)
    lines.push_back(fmt::format("In {} of {} there were no facts for: {}.", runs,
                                Counted(page.runs.size(), "run"), JoinFew(names, ", ", 20)));
}

}  // namespace

std::vector<std::string> NotSeen(const CampaignPage& page) {
  std::vector<std::string> lines;
  AddCellsNotRun(page, lines);
  AddBound(page, lines);
  AddChecks(page, lines);
  const auto without_effect =
      std::count_if(page.runs.begin(), page.runs.end(),
                    [](const CampaignRun& run) { return run.took_effect < run.faults; });
  if (without_effect > 0)
    lines.push_back(fmt::format("In {} a fault had no effect that could be measured.",
                                Counted(static_cast<std::uint64_t>(without_effect), "run")));
  const auto unbroken = std::count_if(page.runs.begin(), page.runs.end(),
                                      [](const CampaignRun& run) { return run.faults == 0; });
  if (unbroken > 0)
    lines.push_back(fmt::format("In {} nothing was broken: they say nothing about failures.",
                                Counted(static_cast<std::uint64_t>(unbroken), "run")));
  if (page.of_one_machine)
    lines.emplace_back(
        "All nodes and clients of a run were processes of one machine with one clock: times and "
        "rates are that machine's and compare cells with each other, not with other machines.");
  if (const auto kafka = page.versions.find("kafka");
      kafka != page.versions.end() && kafka->second.size() == 1)
    lines.push_back(fmt::format("Kafka {} alone was tried.", OneLine(*kafka->second.begin(), 40)));
  if (page.by_cells)
    lines.emplace_back(
        "Only the values of its axes were tried; every other setting is as the scenario has it.");
  return lines;
}

}  // namespace kproof

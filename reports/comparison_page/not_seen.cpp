// What a comparison could not have seen: what too few trials, cells of one side alone and a machine
// that changed in between hide.
#include <fmt/format.h>

#include <algorithm>

#include "harness/base/wording.h"
#include "reports/comparison_page/comparison_page.h"
#include "reports/loss_bound.h"

namespace kproof {
namespace {

void AddUnclear(const Comparison& comparison, std::vector<std::string>& lines) {
  std::vector<std::string> unclear;
  std::size_t measures = 0;
  for (const auto& row : comparison.rows) {
    if (row.level != PartLevel::kAll) continue;
    ++measures;
    if (row.verdict == Change::kUnclear) unclear.push_back(row.measure);
  }
  if (unclear.empty()) return;
  lines.push_back(
      fmt::format("{} of {} could differ by {:.0f} % or more, and these trials can't "
                  "tell: {}.",
                  unclear.size(), Counted(measures, "measure"), comparison.options.margin * 100,
                  JoinFew(unclear)));
}

// What no trial showed may be rare all the same.
void AddRareEvents(const Comparison& comparison, std::vector<std::string>& lines) {
  if (comparison.not_seen.empty() || comparison.b.conclusive == 0) return;
  lines.push_back(fmt::format(
      "No trial showed {}. After {} of B, each of them may still happen in up to {:.0f} % of such "
      "trials ({:.0f} % confidence).",
      JoinFew(comparison.not_seen), Counted(comparison.b.conclusive, "conclusive trial"),
      100 * UpperBound(comparison.b.conclusive, 0, kIntervalConfidence),
      100 * kIntervalConfidence));
}

void AddOneSided(const std::vector<std::string>& cells, const char* side,
                 std::vector<std::string>& lines) {
  if (cells.empty()) return;
  lines.push_back(fmt::format("{} not compared, since {} alone has {}: {}.",
                              Counted(cells.size(), "cell was", "cells were"), side,
                              cells.size() == 1 ? "it" : "them", JoinFew(cells, "; ")));
}

// What else may have caused a difference.
void AddOtherCauses(const Comparison& comparison, std::vector<std::string>& lines) {
  const auto& a = comparison.a;
  const auto& b = comparison.b;
  const bool known = !a.last_started.empty() && !b.last_started.empty();
  if (known && (a.last_started < b.first_started || b.last_started < a.first_started))
    lines.emplace_back(
        "One side ran after the other: a machine that was busier then looks like a slower Kafka.");
  if (comparison.differences.size() > 1)
    lines.push_back(
        fmt::format("{} differ besides the results: which of them is a cause can't be told.",
                    Counted(comparison.differences.size(), "thing")));
}

}  // namespace

std::vector<std::string> NotSeen(const Comparison& comparison) {
  std::vector<std::string> lines;
  if (!comparison.comparable)
    lines.emplace_back("Nothing was compared: whether B is worse is not known.");
  AddUnclear(comparison, lines);
  AddRareEvents(comparison, lines);
  AddOneSided(comparison.only_a, "A", lines);
  AddOneSided(comparison.only_b, "B", lines);
  if (!comparison.not_judged.empty())
    lines.push_back(fmt::format("Trials without a clear verdict say nothing about times: {}.",
                                JoinFew(comparison.not_judged, "; ")));
  AddOtherCauses(comparison, lines);
  if (comparison.cells > 1)
    lines.push_back(fmt::format(
        "A change in one of {} cells alone may be hidden: a cell is tested by itself only where "
        "all cells together, or those with one of its values, showed something.",
        comparison.cells));
  lines.emplace_back(
      "Verdicts and times are those that each run wrote into its result.json: compare does not "
      "judge them again, kproof check does.");
  return lines;
}

}  // namespace kproof

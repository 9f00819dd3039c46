#include "harness/compare/evidence.h"

#include <fmt/format.h>

#include <algorithm>

namespace kproof {
namespace {

// Of the circumstances; the others are settings.
constexpr const char* kVersionNames[] = {"kafka", "client", "kproof", "driver", "sandbox"};

// Keeps what all cells have alike.
void KeepVersions(const ComparedCell& cell, bool first,
                  std::map<std::string, std::string>& versions) {
  for (const auto* name : kVersionNames) {
    const auto found = cell.circumstances.find(name);
    const bool there = found != cell.circumstances.end();
    if (there && first)
      versions[name] = found->second;
    else if (!there || (versions.contains(name) && versions.at(name) != found->second))
      versions.erase(name);
  }
}

CellEvidence::Side SideOf(const ComparedCell& cell) {
  CellEvidence::Side side;
  for (const auto& trial : cell.trials) {
    ++side.verdicts[Name(trial.verdict)];
    side.seeds.push_back(trial.seed);
  }
  return side;
}

}  // namespace

ComparedSummary SummaryOf(const ComparedSide& side, const std::vector<CommonCell>& cells,
                          const ComparedCell* CommonCell::*of) {
  ComparedSummary summary{side.path, side.kind, side.name, cells.size()};
  for (const auto& common : cells) {
    const ComparedCell& cell = *(common.*of);
    KeepVersions(cell, &common == &cells.front(), summary.versions);
    for (const auto& trial : cell.trials) {
      ++summary.trials;
      summary.conclusive += IsConclusive(trial) ? 1 : 0;
      auto& first = summary.first_started;
      if (first.empty() || trial.started < first) first = trial.started;
      summary.last_started = std::max(summary.last_started, trial.started);
    }
  }
  return summary;
}

CellEvidence EvidenceOf(const CommonCell& cell) {
  return {PlaceText(cell.at), SideOf(*cell.a), SideOf(*cell.b)};
}

std::vector<std::string> CellsWithoutEvidence(const std::vector<CommonCell>& cells) {
  std::vector<std::string> texts;
  for (const auto& cell : cells) {
    const auto without = [](const ComparedCell& side) {
      return std::count_if(side.trials.begin(), side.trials.end(),
                           [](const ComparedTrial& trial) { return !IsConclusive(trial); });
    };
    const auto a = without(*cell.a), b = without(*cell.b);
    if (a + b == 0) continue;
    texts.push_back(fmt::format("{}: {} of {} trials of A, {} of {} of B", PlaceText(cell.at), a,
                                cell.a->trials.size(), b, cell.b->trials.size()));
  }
  return texts;
}

}  // namespace kproof

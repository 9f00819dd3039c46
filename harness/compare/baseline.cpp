#include "harness/compare/baseline.h"

#include <nlohmann/json.hpp>

#include "harness/base/json_fields.h"
#include "harness/base/json_text.h"
#include "harness/base/output_target.h"
#include "harness/compare/measure.h"
#include "harness/words/finding.h"

namespace kproof {
namespace {

using BaselineJson = nlohmann::ordered_json;
using Circumstances = std::map<std::string, std::string>;

constexpr char kBaselineHead[] = "{\"what\": \"kproof baseline\",";

BaselineJson TrialJson(const ComparedTrial& trial) {
  return {{"seed", trial.seed},
          {"started", trial.started},
          {"verdict", Name(trial.verdict)},
          {"scenario_sha256", trial.scenario_digest},
          {"broken", trial.broken},
          {"found", trial.found},
          {"measures", trial.measures}};
}

std::string Line(const BaselineJson& json) { return LenientJsonText(json); }

// Circumstances that all measured cells have alike.
Circumstances SharedByAll(const ComparedSide& side) {
  std::optional<Circumstances> shared;
  for (const auto& cell : side.cells) {
    if (cell.trials.empty()) continue;
    if (!shared) shared = cell.circumstances;
    std::erase_if(*shared, [&](const auto& one) {
      const auto found = cell.circumstances.find(one.first);
      return found == cell.circumstances.end() || found->second != one.second;
    });
  }
  return shared.value_or(Circumstances{});
}

ComparedTrial ReadTrial(const JsonPlace& place) {
  place.RequireOnly(
      {"seed", "started", "verdict", "scenario_sha256", "broken", "found", "measures"});
  ComparedTrial trial;
  trial.seed = place["seed"].Count();
  trial.started = place["started"].Text();
  trial.verdict = place["verdict"].Verdict();
  trial.scenario_digest = place["scenario_sha256"].Text();
  for (const auto& broken : place["broken"].Elements()) trial.broken.insert(broken.Text());
  for (const auto& [name, count] : place["found"].Members()) {
    const auto* row = FindFindingKind(name);
    if (row == nullptr || !row->anomaly()) count.Refuse("is no anomaly that kproof knows");
    if (count.Count() == 0) count.Refuse("is 0; what was not found is left out");
    trial.found[name] = count.Count();
  }
  for (const auto& [name, value] : place["measures"].Members()) {
    if (FindMeasure(name) == nullptr) value.Refuse("is no measure that kproof knows");
    trial.measures[name] = value.Number();
    if (trial.measures[name] < 0) value.Refuse("is less than 0");
  }
  return trial;
}

ComparedCell ReadCell(const JsonPlace& place, const Circumstances& shared) {
  place.RequireOnly({"at", "excluded", "circumstances", "trials"});
  ComparedCell cell;
  cell.at = place["at"].TextsByKey();
  if (const auto why = place["excluded"]; !why.IsNull()) cell.excluded = why.Text();
  cell.circumstances = place["circumstances"].TextsByKey();
  for (const auto& trial : place["trials"].Elements()) cell.trials.push_back(ReadTrial(trial));
  if (!cell.trials.empty()) cell.circumstances.insert(shared.begin(), shared.end());
  return cell;
}

}  // namespace

std::string ToBaseline(const ComparedSide& side) {
  const auto shared = SharedByAll(side);
  std::string text = std::string(kBaselineHead) + " \"schema\": 1,\n \"name\": " + Line(side.name) +
                     ",\n \"circumstances\": " + Line(shared) + ",\n \"cells\": [";
  std::string between_cells = "\n";
  for (const auto& cell : side.cells) {
    auto own = cell.circumstances;
    std::erase_if(own, [&](const auto& one) { return shared.contains(one.first); });
    text += between_cells + "  {\"at\": " + Line(cell.at) +
            ", \"excluded\": " + (cell.excluded ? Line(*cell.excluded) : "null") +
            ", \"circumstances\": " + Line(own) + ", \"trials\": [";
    std::string between_trials = "\n    ";
    for (const auto& trial : cell.trials) {
      text += between_trials + Line(TrialJson(trial));
      between_trials = ",\n    ";
    }
    text += "]}";
    between_cells = ",\n";
  }
  return text + "]}\n";
}

ComparedSide ReadBaseline(const std::string& file) {
  const auto json = ReadJson(file);
  const JsonPlace root(json, file);
  root.RequireWhat("baseline",
                   "for a run or a campaign name its folder; kproof compare --save FILE DIR makes "
                   "a baseline");
  root.RequireSchema();
  root.RequireOnly({"what", "schema", "name", "circumstances", "cells"});
  ComparedSide side{file, "baseline", root["name"].Text(), {}};
  const auto shared = root["circumstances"].TextsByKey();
  for (const auto& place : root["cells"].Elements()) {
    auto cell = ReadCell(place, shared);
    for (const auto& other : side.cells)
      if (other.at == cell.at) place["at"].Refuse("is there twice: " + PlaceText(cell.at));
    side.cells.push_back(std::move(cell));
  }
  return side;
}

bool IsBaseline(const std::string& file) { return FirstBytes(file).starts_with(kBaselineHead); }

}  // namespace kproof

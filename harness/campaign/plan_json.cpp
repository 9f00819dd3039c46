#include "harness/campaign/plan_json.h"

#include <nlohmann/json.hpp>

#include "harness/base/error.h"
#include "harness/base/json_problem.h"
#include "harness/base/json_text.h"

namespace kproof {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kSchema = 1;

Json OrNull(const std::optional<std::string>& text) { return text ? Json(*text) : Json(nullptr); }

Json ToJson(const Cell& cell) {
  Json json = {{"at", Json::object()}};
  for (const auto& [axis, value] : cell.at) json["at"][axis] = value;
  json["name"] = cell.name;
  json["excluded"] = OrNull(cell.excluded);
  json["repeat"] = cell.repeat ? Json(*cell.repeat) : Json(nullptr);
  json["expect"] = cell.expect ? Json(Name(*cell.expect)) : Json(nullptr);
  json["scenario"] = cell.scenario ? Json(ToYaml(Plan{.scenario = *cell.scenario})) : Json(nullptr);
  return json;
}

Verdict VerdictOf(const std::string& name) {
  if (const auto verdict = FindVerdict(name)) return *verdict;
  throw Error(ErrorKind::kCorrupt, "campaign.json names a verdict '" + name + "'");
}

Cell CellOf(const Json& json, const Vocabulary& vocabulary) {
  Cell cell;
  cell.at = json.at("at").get<CellPlace>();
  cell.name = json.at("name").get<std::string>();
  if (!json.at("excluded").is_null()) cell.excluded = json.at("excluded").get<std::string>();
  if (!json.at("repeat").is_null()) cell.repeat = json.at("repeat").get<std::uint64_t>();
  if (!json.at("expect").is_null()) cell.expect = VerdictOf(json.at("expect").get<std::string>());
  if (json.at("scenario").is_null()) return cell;
  auto parsed = ParseScenario("scenario of " + PlaceText(cell.at),
                              json.at("scenario").get<std::string>(), vocabulary);
  if (!parsed.scenario)
    throw Error(ErrorKind::kUsage, "campaign.json: " + parsed.diagnostics.front().ToString(),
                Hint("go on with the version of kproof that began it"));
  cell.scenario = std::move(parsed.scenario);
  return cell;
}

}  // namespace

std::string ToJson(const CampaignPlan& plan) {
  Json json = {{"schema", kSchema},      {"name", plan.name},           {"matrix", plan.matrix},
               {"seed", plan.seed},      {"shard", ToText(plan.shard)}, {"axes", Json::object()},
               {"cells", Json::array()}, {"trials", Json::array()}};
  for (const auto& axis : plan.axes) json["axes"][axis.name] = axis.values;
  for (const auto& cell : plan.cells) json["cells"].push_back(ToJson(cell));
  for (const auto& trial : plan.trials)
    json["trials"].push_back({{"cell", trial.cell}, {"seed", trial.seed}});
  return LenientJsonText(json, 1) + "\n";
}

CampaignPlan ParseCampaignPlan(std::string_view text, const Vocabulary& vocabulary) {
  CampaignPlan plan;
  try {
    const Json json = ParseOrderedJson(text);
    if (json.at("schema") != kSchema)
      throw Error(ErrorKind::kCorrupt,
                  "campaign.json has schema " + LenientJsonText(json.at("schema")) + ", not 1",
                  Hint("go on with the version of kproof that began it"));
    plan.name = json.at("name").get<std::string>();
    plan.matrix = json.at("matrix").get<bool>();
    plan.seed = json.at("seed").get<std::uint64_t>();
    const auto shard = ParseShard(json.at("shard").get<std::string>());
    if (!shard) throw Error(ErrorKind::kCorrupt, "campaign.json has no shard such as 1/2");
    plan.shard = *shard;
    for (const auto& [name, values] : json.at("axes").items())
      plan.axes.push_back({name, values.get<std::vector<std::string>>()});
    for (const auto& cell : json.at("cells")) plan.cells.push_back(CellOf(cell, vocabulary));
    for (const auto& trial : json.at("trials"))
      plan.trials.push_back({plan.trials.size(), trial.at("cell").get<std::size_t>(),
                             trial.at("seed").get<std::uint64_t>()});
  } catch (const Json::exception& error) {
    throw Error(ErrorKind::kCorrupt, "campaign.json " + JsonProblem(error.what()));
  }
  for (const auto& trial : plan.trials)
    if (trial.cell >= plan.cells.size() || !plan.cells[trial.cell].scenario)
      throw Error(ErrorKind::kCorrupt, "campaign.json: trial " + std::to_string(trial.index) +
                                           " is of no cell that runs");
  if (ToJson(plan) != text)
    throw Error(ErrorKind::kCorrupt, "campaign.json is not as kproof writes it",
                Hint("begin the campaign anew"));
  return plan;
}

}  // namespace kproof

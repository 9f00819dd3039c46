// matrix.json: for programs; docs/matrix.md describes each key.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "harness/base/json_text.h"
#include "reports/loss_bound.h"
#include "reports/matrix.h"

namespace kproof {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kMatrixSchema = 1;

// To six digits that mean something: as exact as anybody measures.
Json Figure(double number) { return std::stod(fmt::format("{:.6g}", number)); }
Json Figure(const std::optional<double>& number) {
  return number ? Figure(*number) : Json(nullptr);
}

Json SpreadJson(const Spread& spread) {
  return {{"median", Figure(spread.median)}, {"max", Figure(spread.max)}};
}

Json MedianLatency(const std::map<std::string, double>& millis) {
  Json json = {{"p50", nullptr}, {"p99", nullptr}};
  for (const auto& [name, value] : millis) json[name] = Figure(value);
  return json;
}

template <typename Value>
Json MapJson(const std::map<std::string, Value>& values) {
  Json json = Json::object();
  for (const auto& [name, value] : values) json[name] = value;
  return json;
}

Json TextOrNull(const std::optional<std::string>& text) { return text ? Json(*text) : nullptr; }

Json VerdictJson(const std::optional<Verdict>& verdict) {
  return verdict ? Json(Name(*verdict)) : Json(nullptr);
}

Json CellJson(const MatrixCell& cell) {
  return {
      {"at", MapJson(cell.at)},
      {"name", cell.name},
      {"excluded", TextOrNull(cell.excluded)},
      {"expect", VerdictJson(cell.expect)},
      {"planned", cell.planned},
      {"trials", cell.trials},
      {"waived", cell.waived},
      {"repeated", cell.repeated},
      {"verdicts", MapJson(cell.verdicts)},
      {"verdict", VerdictJson(cell.verdict)},
      {"reasons", cell.reasons},
      {"counts", MapJson(cell.counts)},
      {"allowed", MapJson(cell.allowed)},
      {"at_stake", cell.at_stake},
      {"conclusive", cell.conclusive},
      {"loss_bound", {{"confidence", kConfidence}, {"per_trial_upper", Figure(cell.loss_upper)}}},
      {"observed_per_record", SpreadJson(cell.lost_per_record)},
      {"longest_ack_gap_s", SpreadJson(cell.longest_ack_gap_s)},
      {"ack_ms", MedianLatency(cell.ack_ms)},
      {"ack_ms_under_fault", MedianLatency(cell.ack_ms_under_fault)},
      {"throughput_per_s", SpreadJson(cell.throughput_per_s)},
      {"runs", RunFolders(cell)}};
}

// As it stands in a file of waivers, which the text of the list is too.
Json WaiverJson(const MatrixWaiver& waiver) {
  Json json = {{"scenario", waiver.scenario}};
  if (!waiver.finding.empty()) json["finding"] = waiver.finding;
  json["ticket"] = waiver.ticket;
  json["reason"] = waiver.reason;
  json["until"] = waiver.until;
  if (waiver.waive_loss) json["waive_loss"] = true;
  return json;
}

}  // namespace

std::string ToJson(const Matrix& matrix) {
  Json json = {{"schema", kMatrixSchema},
               {"name", matrix.name},
               {"seed", matrix.seed},
               {"axes", Json::object()},
               {"seconds", Figure(matrix.seconds)},
               {"trials_per_hour", Figure(TrialsPerHour(matrix))},
               {"min_trials", matrix.min_trials},
               {"waivers", Json::array()},
               {"cells", Json::array()}};
  for (const auto& [name, values] : matrix.axes) json["axes"][name] = values;
  for (const auto& waiver : matrix.waivers) json["waivers"].push_back(WaiverJson(waiver));
  for (const auto& cell : matrix.cells) json["cells"].push_back(CellJson(cell));
  return LenientJsonText(json, 1) + "\n";
}

}  // namespace kproof

#include "harness/compare/comparison_json.h"

#include <cctype>
#include <cmath>
#include <nlohmann/json.hpp>

#include "harness/base/json_text.h"
#include "harness/base/output_target.h"

namespace kproof {
namespace {

using CompareJson = nlohmann::ordered_json;

constexpr char kComparisonWhat[] = "kproof comparison";
// Without white space.
constexpr char kComparisonHead[] = "{\"what\":\"kproofcomparison\",";

// Six digits that count: figures of two machines then agree.
CompareJson Rounded(const std::optional<double>& value) {
  if (!value || !std::isfinite(*value)) return nullptr;
  if (*value == 0) return 0.0;
  const double scale = std::pow(10, 5 - std::floor(std::log10(std::abs(*value))));
  return std::isfinite(scale) ? std::round(*value * scale) / scale : *value;
}

CompareJson SummaryJson(const ComparedSummary& side) {
  return {{"path", side.path},
          {"kind", side.kind},
          {"name", side.name},
          {"cells", side.cells},
          {"trials", side.trials},
          {"conclusive", side.conclusive},
          {"versions", side.versions},
          {"first_started", side.first_started},
          {"last_started", side.last_started}};
}

CompareJson EvidenceJson(const CellEvidence& cell) {
  const auto side = [](const CellEvidence::Side& of) -> CompareJson {
    return {{"verdicts", of.verdicts}, {"seeds", of.seeds}};
  };
  return {{"cell", cell.cell}, {"a", side(cell.a)}, {"b", side(cell.b)}};
}

CompareJson RowJson(const CompareRow& row) {
  CompareJson json = {{"measure", row.measure},
                      {"unit", row.is_event() ? kShareUnit : row.unit},
                      {"where", row.where},
                      {"part", NameOf(row.level)},
                      {"cells", row.cells},
                      {"trials", {{"a", row.trials_a}, {"b", row.trials_b}}},
                      {"a", Rounded(row.a)},
                      {"b", Rounded(row.b)},
                      {"ratio", Rounded(row.ratio)},
                      {"interval_of", row.is_event() ? "difference" : "ratio"},
                      {"interval", CompareJson::array({Rounded(row.low), Rounded(row.high)})},
                      {"p", Rounded(row.p)},
                      {"p_adjusted", Rounded(row.p_adjusted)},
                      {"verdict", NameOf(row.verdict)},
                      {"trials_needed", nullptr}};
  if (row.trials_needed) json["trials_needed"] = *row.trials_needed;
  return json;
}

}  // namespace

CompareJson ComparisonJson(const Comparison& comparison) {
  CompareJson differences = CompareJson::array(), broken = CompareJson::array(),
              rows = CompareJson::array(), cells = CompareJson::array();
  for (const auto& one : comparison.differences)
    differences.push_back({{"what", one.what}, {"a", one.a}, {"b", one.b}, {"cells", one.cells}});
  for (const auto& one : comparison.broken)
    broken.push_back({{"cell", one.cell},
                      {"guarantee", one.guarantee},
                      {"trials", one.trials},
                      {"of", one.of},
                      {"seed", one.seed},
                      {"a_unknown", one.a_unknown}});
  for (const auto& row : comparison.rows) rows.push_back(RowJson(row));
  for (const auto& cell : comparison.evidence) cells.push_back(EvidenceJson(cell));
  return {{"what", kComparisonWhat},
          {"schema", 1},
          {"verdict", NameOf(comparison.verdict)},
          {"reason", comparison.reason},
          {"comparable", comparison.comparable},
          {"margin", comparison.options.margin},
          {"trials_needed_for", comparison.options.difference.value_or(comparison.options.margin)},
          {"level", kAlarmLevel},
          {"confidence", kIntervalConfidence},
          {"a", SummaryJson(comparison.a)},
          {"b", SummaryJson(comparison.b)},
          {"cells", std::move(cells)},
          {"differs", std::move(differences)},
          {"broken", std::move(broken)},
          {"rows", std::move(rows)},
          {"not_seen", comparison.not_seen},
          {"not_judged", comparison.not_judged},
          {"only_a", comparison.only_a},
          {"only_b", comparison.only_b}};
}

std::string ComparisonFile(const Comparison& comparison) {
  return LenientJsonText(ComparisonJson(comparison), 2) + "\n";
}

bool IsComparisonFile(const std::string& file) {
  auto head = FirstBytes(file);
  std::erase_if(head, [](unsigned char c) { return std::isspace(c) != 0; });
  return head.starts_with(kComparisonHead);
}

}  // namespace kproof

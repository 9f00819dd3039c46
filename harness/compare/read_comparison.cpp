#include "harness/compare/read_comparison.h"

#include <nlohmann/json.hpp>

#include "harness/base/json_fields.h"
#include "harness/base/json_text.h"
#include "harness/compare/comparison_json.h"

namespace kproof {
namespace {

ComparedSummary ReadSummary(const JsonPlace& place) {
  place.RequireOnly({"path", "kind", "name", "cells", "trials", "conclusive", "versions",
                     "first_started", "last_started"});
  ComparedSummary side{place["path"].Text(),    place["kind"].Text(),
                       place["name"].Text(),    place["cells"].Count(),
                       place["trials"].Count(), place["conclusive"].Count()};
  if (const auto versions = place.Find("versions")) side.versions = versions->TextsByKey();
  if (const auto first = place.Find("first_started")) side.first_started = first->Text();
  if (const auto last = place.Find("last_started")) side.last_started = last->Text();
  return side;
}

SideDifference ReadDifference(const JsonPlace& place) {
  place.RequireOnly({"what", "a", "b", "cells"});
  return {place["what"].Text(), place["a"].Text(), place["b"].Text(), place["cells"].Count()};
}

BrokenPromise ReadBroken(const JsonPlace& place) {
  place.RequireOnly({"cell", "guarantee", "trials", "of", "seed", "a_unknown"});
  return {place["cell"].Text(), place["guarantee"].Text(), place["trials"].Count(),
          place["of"].Count(),  place["seed"].Count(),     place["a_unknown"].Truth()};
}

Change ReadChange(const JsonPlace& place) {
  if (const auto change = FindChange(place.Text())) return *change;
  place.Refuse("is no verdict of a comparison: '" + place.Text() + "'");
}

PartLevel ReadLevel(const JsonPlace& place, const std::string& where) {
  const auto part = place.Find("part");
  if (!part) return where == "all" ? PartLevel::kAll : PartLevel::kCell;
  if (const auto level = FindPartLevel(part->Text())) return *level;
  part->Refuse("is no part of the cells: '" + part->Text() + "'");
}

void ReadInterval(const JsonPlace& place, CompareRow& row) {
  const auto bounds = place["interval"].Elements();
  if (bounds.size() != 2) place["interval"].Refuse("has not two bounds");
  row.low = bounds[0].NumberOrNull();
  row.high = bounds[1].NumberOrNull();
}

CompareRow ReadRow(const JsonPlace& place) {
  place.RequireOnly({"measure", "unit", "where", "part", "cells", "trials", "a", "b", "ratio",
                     "interval_of", "interval", "p", "p_adjusted", "verdict", "trials_needed"});
  CompareRow row;
  row.measure = place["measure"].Text();
  const bool event = place["unit"].Text() == kShareUnit;
  if (!event) row.unit = place["unit"].Text();
  if (!event && row.unit.empty()) place["unit"].Refuse("is empty");
  row.where = place["where"].Text();
  row.level = ReadLevel(place, row.where);
  row.cells = place["cells"].Count();
  row.trials_a = place["trials"]["a"].Count();
  row.trials_b = place["trials"]["b"].Count();
  // A row of an event always has both shares.
  row.a = event ? place["a"].Number() : place["a"].NumberOrNull();
  row.b = event ? place["b"].Number() : place["b"].NumberOrNull();
  row.ratio = place["ratio"].NumberOrNull();
  ReadInterval(place, row);
  row.p = place["p"].Number();
  row.p_adjusted = place["p_adjusted"].NumberOrNull();
  row.verdict = ReadChange(place["verdict"]);
  if (const auto needed = place.Find("trials_needed")) row.trials_needed = needed->Count();
  return row;
}

CellEvidence::Side ReadEvidenceSide(const JsonPlace& place) {
  place.RequireOnly({"verdicts", "seeds"});
  CellEvidence::Side side;
  side.verdicts = place["verdicts"].CountsByKey();
  for (const auto& seed : place["seeds"].Elements()) side.seeds.push_back(seed.Count());
  return side;
}

CellEvidence ReadEvidence(const JsonPlace& place) {
  place.RequireOnly({"cell", "a", "b"});
  return {place["cell"].Text(), ReadEvidenceSide(place["a"]), ReadEvidenceSide(place["b"])};
}

// The words of a comparison say what these mean: another value would make them wrong.
void RequireNumber(const JsonPlace& place, double number) {
  if (place.Number() != number) place.Refuse("is another one than this kproof compares with");
}

Comparison Read(const JsonPlace& root) {
  root.RequireWhat("comparison", "name a compare.json that `kproof compare --out` wrote");
  root.RequireSchema();
  root.RequireOnly({"what", "schema", "verdict", "reason", "comparable", "margin",
                    "trials_needed_for", "level", "confidence", "a", "b", "cells", "differs",
                    "broken", "rows", "not_seen", "not_judged", "only_a", "only_b"});
  RequireNumber(root["level"], kAlarmLevel);
  RequireNumber(root["confidence"], kIntervalConfidence);
  Comparison comparison;
  comparison.verdict = ReadChange(root["verdict"]);
  comparison.reason = root["reason"].Text();
  comparison.comparable = root["comparable"].Truth();
  comparison.options.margin = root["margin"].Number();
  if (const auto difference = root.Find("trials_needed_for"))
    comparison.options.difference = difference->Number();
  comparison.a = ReadSummary(root["a"]);
  comparison.b = ReadSummary(root["b"]);
  comparison.cells = comparison.a.cells;
  if (const auto cells = root.Find("cells"))
    for (const auto& cell : cells->Elements()) comparison.evidence.push_back(ReadEvidence(cell));
  for (const auto& one : root["differs"].Elements())
    comparison.differences.push_back(ReadDifference(one));
  for (const auto& one : root["broken"].Elements()) comparison.broken.push_back(ReadBroken(one));
  for (const auto& row : root["rows"].Elements()) comparison.rows.push_back(ReadRow(row));
  comparison.not_seen = root["not_seen"].Texts();
  comparison.not_judged = root["not_judged"].Texts();
  comparison.only_a = root["only_a"].Texts();
  comparison.only_b = root["only_b"].Texts();
  return comparison;
}

}  // namespace

Comparison ReadComparison(const std::string& file) {
  const auto json = ReadJson(file);
  return Read(JsonPlace(json, file));
}

Comparison ParseComparison(std::string_view text, const std::string& name) {
  const auto json = ParseJson(text);
  return Read(JsonPlace(json, name));
}

}  // namespace kproof

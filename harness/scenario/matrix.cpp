#include "harness/scenario/matrix.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/base/contains.h"
#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/base/wording.h"
#include "harness/scenario/lexical.h"
#include "harness/scenario/parts.h"

namespace kproof {
namespace {

constexpr std::int32_t kMostRepeats = 100'000;

// "a, b": several paths that get the same value.
std::vector<std::string> Paths(const Tree& node, Diagnostics& complaints) {
  std::vector<std::string> paths;
  for (const auto& part : Split(node.key, ',')) {
    paths.push_back(Trim(part));
    if (paths.back().empty())
      complaints.At(node.key_place, fmt::format("'{}' has a path that is empty", node.key),
                    "one path, or several with a comma between them");
  }
  if (paths.size() > 1 && Contains(paths, std::string(kScenarioPath)))
    complaints.At(node.key_place, "scenario files are values of an axis by themselves",
                  "make an axis with the path `scenario` alone");
  return paths;
}

void ReadAxis(const Tree& node, std::vector<MatrixAxis>& axes, Diagnostics& complaints) {
  MatrixAxis axis{.name = node.key, .paths = {}, .values = {}, .place = node.key_place};
  const auto what = "axis " + node.key;
  if (!IsTopicName(node.key))
    complaints.At(node.key_place, fmt::format("'{}' is not a name for an axis", node.key),
                  "letters, digits, '.', '-' and '_'");
  const auto& paths = MapChildren(node, what, complaints);
  if (node.kind == Tree::Kind::kMap && paths.size() != 1)
    complaints.At(node.key_place, fmt::format("{} has {} lists of values", what, paths.size()),
                  "one each, as in `acks: {producers.checkout.config.acks: [0, 1, all]}`; "
                  "several paths for one list have commas between them");
  if (paths.size() != 1) return;
  axis.paths = Paths(paths.front(), complaints);
  for (const Tree* item : ScalarList(paths.front(), "values of " + what, complaints))
    axis.values.push_back({item->text, item->place});
  if (paths.front().kind == Tree::Kind::kList && paths.front().children.empty())
    complaints.At(paths.front().key_place, what + " has no values", "list at least one");
  axes.push_back(std::move(axis));
}

void ReadAxes(Reader& top, MatrixSpec& matrix) {
  const Tree* map =
      top.Need("axes", "as in `axes: {acks: {producers.checkout.config.acks: [1, all]}}`");
  if (map == nullptr) return;
  for (const auto& node : MapChildren(*map, "axes", top.complaints()))
    ReadAxis(node, matrix.axes, top.complaints());
  if (map->kind == Tree::Kind::kMap && map->children.empty())
    top.complaints().At(map->key_place, "there are no axes", "name at least one");
  std::size_t cells = 1;
  for (const auto& axis : matrix.axes)
    cells = std::min(kMostCells + 1, cells * std::max<std::size_t>(1, axis.values.size()));
  if (cells > kMostCells)
    top.complaints().At(map->key_place,
                        fmt::format("there are more than {} cells", WithThousands(kMostCells)),
                        "leave values out, or make several matrices");
}

// A value of an axis, both of which must be there.
void ReadPlaceValue(const Tree& node, const MatrixSpec& matrix, CellPlace& where,
                    Diagnostics& complaints) {
  std::vector<std::string> names, values;
  for (const auto& axis : matrix.axes) names.push_back(axis.name);
  const auto axis = std::find_if(matrix.axes.begin(), matrix.axes.end(),
                                 [&](const MatrixAxis& one) { return one.name == node.key; });
  if (axis == matrix.axes.end()) {
    complaints.At(node.key_place, fmt::format("there is no axis '{}'", node.key),
                  Instead(node.key, names));
    return;
  }
  const auto text = ScalarText(node, "value of axis " + node.key, complaints);
  if (!text) return;
  for (const auto& value : axis->values) values.push_back(value.text);
  if (std::find(values.begin(), values.end(), *text) == values.end())
    complaints.At(node.place, fmt::format("axis {} has no value '{}'", node.key, *text),
                  Instead(*text, values));
  where[node.key] = *text;
}

CellPlace ReadWhere(Reader& rule, const MatrixSpec& matrix) {
  CellPlace where;
  const Tree* map = rule.Need("where", "as in `where: {acks: 1}`");
  if (map == nullptr) return where;
  for (const auto& child : MapChildren(*map, rule.Of("where"), rule.complaints()))
    ReadPlaceValue(child, matrix, where, rule.complaints());
  return where;
}

const std::vector<Tree>& Items(const Tree& list, const std::string& key, Diagnostics& complaints) {
  static const std::vector<Tree> kNone;
  if (list.kind == Tree::Kind::kList) return list.children;
  complaints.At(list.place, key + " is not a list", "begin each item with '-'");
  return kNone;
}

// Partial cells with `why` beside their values.
void ReadExclusions(Reader& top, MatrixSpec& matrix) {
  const Tree* list = top.Get("exclude");
  if (list == nullptr) return;
  for (const auto& item : Items(*list, "exclude", top.complaints())) {
    Exclusion exclusion;
    exclusion.place = item.place;
    for (const auto& child : MapChildren(item, "an item of exclude", top.complaints())) {
      if (child.key == "why")
        exclusion.why = ScalarText(child, "why", top.complaints()).value_or("");
      else
        ReadPlaceValue(child, matrix, exclusion.where, top.complaints());
    }
    if (item.kind == Tree::Kind::kMap && exclusion.why.empty())
      top.complaints().At(item.place, "an item of exclude has no 'why'",
                          "say why these cells are left out, as in `{acks: 0, why: never acked}`");
    matrix.exclude.push_back(std::move(exclusion));
  }
}

std::vector<std::string> CellVerdicts() {
  std::vector<std::string> names;
  for (const auto& row : VerdictTable())
    if (row.word <= Verdict::kUnprotected) names.emplace_back(row.name);
  return names;
}

void ReadExpectations(Reader& top, MatrixSpec& matrix) {
  const Tree* list = top.Get("expect");
  if (list == nullptr) return;
  for (const auto& item : Items(*list, "expect", top.complaints())) {
    Reader rule(item, "matrix_expect", "an item of expect", top.complaints());
    CellExpectation expectation;
    expectation.place = item.place;
    expectation.where = ReadWhere(rule, matrix);
    std::string verdict = "pass";
    rule.Need("verdict", "as in `verdict: pass`");
    rule.Choice("verdict", CellVerdicts(), verdict);
    expectation.verdict = FindVerdict(verdict).value_or(Verdict::kPass);  // Choice refused others
    matrix.expect.push_back(std::move(expectation));
  }
}

void ReadNames(Reader& top, MatrixSpec& matrix) {
  const Tree* list = top.Get("names");
  if (list == nullptr) return;
  for (const auto& item : Items(*list, "names", top.complaints())) {
    Reader rule(item, "matrix_name", "an item of names", top.complaints());
    CellName named;
    named.place = item.place;
    named.where = ReadWhere(rule, matrix);
    rule.Need("name", "how these cells are called");
    rule.Text("name", named.name);
    matrix.names.push_back(std::move(named));
  }
}

void ReadRepeats(Reader& top, MatrixSpec& matrix) {
  top.Int("repeat", 1, kMostRepeats, matrix.repeat);
  const Tree* list = top.Get("repeats");
  if (list == nullptr) return;
  for (const auto& item : Items(*list, "repeats", top.complaints())) {
    Reader rule(item, "matrix_repeat", "an item of repeats", top.complaints());
    CellRepeat some;
    some.place = item.place;
    some.where = ReadWhere(rule, matrix);
    rule.Need("repeat", "as in `repeat: 2`");
    rule.Int("repeat", 1, kMostRepeats, some.repeat);
    matrix.repeats.push_back(std::move(some));
  }
}

void ReadScenario(Reader& top, MatrixSpec& matrix) {
  const auto axis = std::find_if(matrix.axes.begin(), matrix.axes.end(), HasScenarios);
  const Tree* node = top.Get("scenario");
  if (node == nullptr && axis == matrix.axes.end())
    top.Need("scenario",
             "name a file, write the scenario here, or make files the values of an axis "
             "with the path `scenario`");
  if (node == nullptr) return;
  if (axis != matrix.axes.end())
    top.complaints().At(node->key_place, "scenarios are values of axis " + axis->name,
                        "leave out 'scenario' here");
  if (node->kind == Tree::Kind::kMap)
    matrix.scenario = *node;
  else
    top.Text("scenario", matrix.scenario_file);
}

void ReadSeed(Reader& top, MatrixSpec& matrix) {
  top.Matching("seed", "a whole number from 0 to 9007199254740991", [&](const std::string& text) {
    const auto number = ParseInt(text);
    if (!number || *number < 0 || *number > (std::int64_t{1} << 53) - 1) return false;
    matrix.seed = static_cast<std::uint64_t>(*number);
    return true;
  });
}

void ReadMatrix(const Tree& root, MatrixSpec& matrix, Diagnostics& complaints) {
  Reader top(root, "matrix", "", complaints);
  top.Need("name", "as in `name: acks-min-isr`");
  top.Matching("name", "letters, digits, '-' and '_', at most 64", [&](const std::string& text) {
    matrix.name = text;
    return IsName(text);
  });
  top.Text("about", matrix.about);
  ReadAxes(top, matrix);
  ReadScenario(top, matrix);
  ReadExclusions(top, matrix);
  ReadExpectations(top, matrix);
  ReadNames(top, matrix);
  ReadRepeats(top, matrix);
  ReadSeed(top, matrix);
}

}  // namespace

ParsedMatrix ParseMatrix(const std::string& file_name, const std::string& yaml) {
  Diagnostics complaints;
  MatrixSpec matrix;
  if (const auto root = ReadTree(file_name, yaml, complaints.all()))
    ReadMatrix(*root, matrix, complaints);
  ParsedMatrix parsed{.matrix = {}, .diagnostics = complaints.Take()};
  if (parsed.diagnostics.empty()) parsed.matrix = std::move(matrix);
  return parsed;
}

bool HasScenarios(const MatrixAxis& axis) {
  return axis.paths == std::vector<std::string>{kScenarioPath};
}

bool IsMatrix(const std::string& yaml) {
  std::vector<Diagnostic> ignored;
  const auto root = ReadTree("", yaml, ignored);
  return root && root->Find("axes") != nullptr;
}

bool Matches(const CellPlace& where, const CellPlace& cell) {
  return std::all_of(where.begin(), where.end(), [&](const auto& value) {
    const auto found = cell.find(value.first);
    return found != cell.end() && found->second == value.second;
  });
}

}  // namespace kproof

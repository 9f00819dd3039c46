#include "harness/campaign/matrix_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "harness/scenario/parts.h"

namespace kproof {
namespace {

class MatrixPlanner {
 public:
  MatrixPlanner(const MatrixSpec& matrix, const Vocabulary& vocabulary,
                const MatrixRequest& request)
      : matrix_(matrix), vocabulary_(vocabulary), request_(request) {}

  PlannedMatrix Plan() {
    CampaignPlan plan{
        .name = matrix_.name, .matrix = true, .seed = matrix_.seed.value_or(request_.seed)};
    for (const auto& axis : matrix_.axes) {
      plan.axes.push_back({axis.name, {}});
      for (const auto& value : axis.values) plan.axes.back().values.push_back(value.text);
    }
    std::vector<std::size_t> chosen(matrix_.axes.size(), 0);
    do plan.cells.push_back(MakeCell(chosen));
    while (Advance(chosen));
    ComplainOfValues(plan);
    ComplainOfRules(plan);
    if (complaints_.all().empty() && plan.Scenarios().empty())
      complaints_.At(matrix_.axes.front().place, "every cell is excluded: nothing would run",
                     "keep at least one");
    if (!complaints_.all().empty()) return {.plan = {}, .diagnostics = complaints_.Take()};
    PlanTrials(plan, request_.repeat.value_or(static_cast<std::uint64_t>(matrix_.repeat)),
               request_.group_by_clusters);
    return {.plan = std::move(plan), .diagnostics = {}};
  }

 private:
  const MatrixAxis::Value& Value(std::size_t axis, const std::vector<std::size_t>& chosen) const {
    return matrix_.axes[axis].values[chosen[axis]];
  }

  // The next combination, the last axis first; false after the last.
  bool Advance(std::vector<std::size_t>& chosen) const {
    for (std::size_t axis = chosen.size(); axis-- > 0;) {
      if (++chosen[axis] < matrix_.axes[axis].values.size()) return true;
      chosen[axis] = 0;
    }
    return false;
  }

  Cell MakeCell(const std::vector<std::size_t>& chosen) {
    Cell cell;
    for (std::size_t axis = 0; axis < matrix_.axes.size(); ++axis)
      cell.at[matrix_.axes[axis].name] = Value(axis, chosen).text;
    for (const auto& rule : matrix_.names)
      if (Matches(rule.where, cell.at)) cell.name = rule.name;
    for (const auto& rule : matrix_.expect)
      if (Matches(rule.where, cell.at)) cell.expect = rule.verdict;
    if (!request_.repeat)
      for (const auto& rule : matrix_.repeats)
        if (Matches(rule.where, cell.at)) cell.repeat = static_cast<std::uint64_t>(rule.repeat);
    for (const auto& rule : matrix_.exclude)
      if (Matches(rule.where, cell.at) && !cell.excluded) cell.excluded = rule.why;
    if (!cell.excluded) Parse(chosen, cell);
    return cell;
  }

  void Parse(const std::vector<std::size_t>& chosen, Cell& cell) {
    std::vector<Override> overrides = request_.sets;
    std::string file = matrix_.scenario_file;
    for (std::size_t axis = 0; axis < matrix_.axes.size(); ++axis) {
      const auto& value = Value(axis, chosen);
      if (HasScenarios(matrix_.axes[axis])) {
        file = value.text;
        continue;
      }
      for (const auto& path : matrix_.axes[axis].paths)
        overrides.push_back({path, value.text, FlagOf(value)});
    }
    auto parsed = matrix_.scenario
                      ? ParseScenario(*matrix_.scenario, vocabulary_, overrides, Diagnostics())
                      : ParseFile(file, overrides);
    if (parsed.scenario) {
      cell.scenario = std::move(parsed.scenario);
    } else {
      cell.excluded = "refused: " + parsed.diagnostics.front().ToString();
      refused_.push_back({cell.at, parsed.diagnostics.front()});
    }
  }

  // How diagnostics name a value of an axis.
  static std::string FlagOf(const MatrixAxis::Value& value) {
    return fmt::format("{}:{}:{}", value.place.file, value.place.line, value.place.column);
  }

  ParsedScenario ParseFile(const std::string& name, const std::vector<Override>& overrides) {
    auto found = texts_.find(name);
    const std::string file = request_.find(name);
    if (found == texts_.end()) found = texts_.emplace(name, request_.read(file)).first;
    return ParseScenario(file, found->second, vocabulary_, overrides);
  }

  struct RefusedCell {
    CellPlace at;
    Diagnostic why;
  };

  // The first cell with the value that is refused; null where none is, or where another one runs.
  const RefusedCell* RefusedEverywhere(const CampaignPlan& plan, const CellPlace& value) const {
    for (const auto& cell : plan.cells)
      if (cell.scenario && Matches(value, cell.at)) return nullptr;
    for (const auto& cell : refused_)
      if (Matches(value, cell.at)) return &cell;
    return nullptr;
  }

  // A value that no cell takes can't be meant so. Where every cell is refused, each value is, and
  // the one that diagnostics name is to blame; the scenario itself where they name none.
  void ComplainOfValues(const CampaignPlan& plan) {
    const bool nothing_runs = plan.Scenarios().empty();
    for (const auto& axis : matrix_.axes) {
      for (const auto& value : axis.values) {
        const auto* refused = RefusedEverywhere(plan, {{axis.name, value.text}});
        if (refused == nullptr || (nothing_runs && refused->why.file != FlagOf(value))) continue;
        complaints_.At(value.place,
                       fmt::format("{} = {} is refused in all of its cells, first in {}", axis.name,
                                   value.text, PlaceText(refused->at)),
                       refused->why.ToString());
        if (nothing_runs) return;
      }
    }
    if (nothing_runs && !refused_.empty()) complaints_.all().push_back(refused_.front().why);
  }

  void ComplainOfRules(const CampaignPlan& plan) {
    const auto complain = [&](const CellRule& rule, bool must_run, const char* what) {
      const bool any = std::any_of(plan.cells.begin(), plan.cells.end(), [&](const Cell& cell) {
        return Matches(rule.where, cell.at) && (cell.scenario || !must_run);
      });
      if (!any && !plan.Scenarios().empty())
        complaints_.At(rule.place,
                       fmt::format("no cell that runs is at {}: this {} means nothing",
                                   PlaceText(rule.where), what),
                       "remove it, or see what excludes these cells");
    };
    for (const auto& rule : matrix_.expect) complain(rule, true, "expectation");
    for (const auto& rule : matrix_.names) complain(rule, true, "name");
    for (const auto& rule : matrix_.repeats) complain(rule, true, "item of repeats");
  }

  const MatrixSpec& matrix_;
  const Vocabulary& vocabulary_;
  const MatrixRequest& request_;
  Diagnostics complaints_;
  std::vector<RefusedCell> refused_;
  std::map<std::string, std::string> texts_;  // of scenario files
};

}  // namespace

PlannedMatrix PlanMatrix(const MatrixSpec& matrix, const Vocabulary& vocabulary,
                         const MatrixRequest& request) {
  return MatrixPlanner(matrix, vocabulary, request).Plan();
}

}  // namespace kproof

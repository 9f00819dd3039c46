#include "harness/compare/common_cells.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "harness/base/wording.h"

namespace kproof {
namespace {

constexpr char kScenarioAxis[] = "scenario";

std::map<std::string, std::set<std::string>> AxesOf(const ComparedSide& side) {
  std::map<std::string, std::set<std::string>> axes;
  for (const auto& cell : side.cells)
    for (const auto& [axis, value] : cell.at) axes[axis].insert(value);
  return axes;
}

std::string ValueOf(const std::map<std::string, std::set<std::string>>& axes,
                    const std::string& axis) {
  const auto found = axes.find(axis);
  return found == axes.end() ? "" : *found->second.begin();
}

// Whether each side has one value of it, or none.
bool IsFixed(const std::map<std::string, std::set<std::string>>& axes, const std::string& axis) {
  const auto found = axes.find(axis);
  return found == axes.end() || found->second.size() == 1;
}

CellPlace Without(CellPlace place, const std::set<std::string>& axes) {
  std::erase_if(place, [&](const auto& one) { return axes.contains(one.first); });
  return place;
}

std::string OnlyText(const ComparedCell& cell) {
  return PlaceText(cell.at) + (cell.excluded         ? " (excluded: " + *cell.excluded + ")"
                               : cell.trials.empty() ? " (no trial)"
                                                     : "");
}

std::map<CellPlace, const ComparedCell*> ByPlace(const ComparedSide& side,
                                                 const std::set<std::string>& fixed) {
  std::map<CellPlace, const ComparedCell*> cells;
  for (const auto& cell : side.cells) cells[Without(cell.at, fixed)] = &cell;
  return cells;
}

// Counts in how many cells each (what, a, b) stands.
class DifferenceCounts {
 public:
  void Note(const std::string& what, const std::string& a, const std::string& b) {
    if (a != b) ++cells_[{what, a, b}];
  }
  std::vector<SideDifference> Rows() const {
    std::vector<SideDifference> rows;
    for (const auto& [key, cells] : cells_)
      rows.push_back({std::get<0>(key), std::get<1>(key), std::get<2>(key), cells});
    return rows;
  }

 private:
  std::map<std::tuple<std::string, std::string, std::string>, std::size_t> cells_;
};

void NoteCircumstances(const CommonCell& cell, DifferenceCounts& counts) {
  for (const auto& [what, a] : cell.a->circumstances) {
    const auto b = cell.b->circumstances.find(what);
    counts.Note(what, a, b == cell.b->circumstances.end() ? "" : b->second);
  }
  for (const auto& [what, b] : cell.b->circumstances)
    if (!cell.a->circumstances.contains(what)) counts.Note(what, "", b);
}

// Texts of the scenario of two trials with one seed: the same seed makes the same choices, so they
// are the same unless the scenario was changed. Nothing where they are.
std::pair<std::string, std::string> ScenariosOf(const CommonCell& cell) {
  for (const auto& a : cell.a->trials)
    for (const auto& b : cell.b->trials)
      if (a.seed == b.seed && a.scenario_digest != b.scenario_digest)
        return {a.scenario_digest.substr(0, 12), b.scenario_digest.substr(0, 12)};
  return {};
}

std::string SeedsOf(const ComparedCell& cell) {
  std::set<std::uint64_t> seeds;
  for (const auto& trial : cell.trials) seeds.insert(trial.seed);
  std::vector<std::string> texts;
  for (const auto seed : seeds) texts.push_back(std::to_string(seed));
  return JoinFew(texts);
}

std::pair<std::string, std::string> SeedsOfBoth(const CommonCell& cell) {
  return {SeedsOf(*cell.a), SeedsOf(*cell.b)};
}

// One row for all cells in which the two differ, with those of the first of them: what has values
// of its own in each cell.
template <typename Pair>
void NoteFirst(const std::string& what, const std::vector<CommonCell>& cells, Pair pair_of,
               std::vector<SideDifference>& rows) {
  SideDifference row{what, "", "", 0};
  for (const auto& cell : cells) {
    const auto [a, b] = pair_of(cell);
    if (a == b) continue;
    if (row.cells++ == 0) row = {what, a, b, 1};
  }
  if (row.cells > 0) rows.push_back(row);
}

// Times of one machine drift: a side that ran after the other one may differ by that alone.
void NoteOrder(const std::vector<CommonCell>& cells, std::vector<SideDifference>& rows) {
  std::string first_a, last_a, first_b, last_b;
  const auto widen = [](const ComparedCell& cell, std::string& first, std::string& last) {
    for (const auto& trial : cell.trials) {
      if (first.empty() || trial.started < first) first = trial.started;
      last = std::max(last, trial.started);
    }
  };
  for (const auto& cell : cells) {
    widen(*cell.a, first_a, last_a);
    widen(*cell.b, first_b, last_b);
  }
  if (last_a < first_b || last_b < first_a)
    rows.push_back({"time of the trials (one side ran after the other)", first_a + " to " + last_a,
                    first_b + " to " + last_b, cells.size()});
}

}  // namespace

CommonCells FindCommonCells(const ComparedSide& a, const ComparedSide& b) {
  CommonCells common;
  const auto axes_a = AxesOf(a), axes_b = AxesOf(b);
  auto axes = axes_a;
  axes.insert(axes_b.begin(), axes_b.end());
  std::set<std::string> fixed;
  for (const auto& [axis, values] : axes) {
    if (axis == kScenarioAxis || !IsFixed(axes_a, axis) || !IsFixed(axes_b, axis)) continue;
    if (ValueOf(axes_a, axis) != ValueOf(axes_b, axis)) fixed.insert(axis);
  }
  const auto cells_a = ByPlace(a, fixed), cells_b = ByPlace(b, fixed);
  for (const auto& [at, cell] : cells_a) {
    const auto other = cells_b.find(at);
    const bool has_a = !cell->trials.empty();
    const bool has_b = other != cells_b.end() && !other->second->trials.empty();
    if (has_a && has_b)
      common.cells.push_back({at, cell, other->second});
    else if (has_a || other == cells_b.end())
      common.only_a.push_back(OnlyText(*cell));
  }
  for (const auto& [at, cell] : cells_b) {
    const auto other = cells_a.find(at);
    const bool has_a = other != cells_a.end() && !other->second->trials.empty();
    if (!has_a && (!cell->trials.empty() || other == cells_a.end()))
      common.only_b.push_back(OnlyText(*cell));
  }
  for (const auto& axis : fixed)
    common.differences.push_back(
        {axis, ValueOf(axes_a, axis), ValueOf(axes_b, axis), common.cells.size()});
  DifferenceCounts counts;
  for (const auto& cell : common.cells) NoteCircumstances(cell, counts);
  for (auto& row : counts.Rows()) common.differences.push_back(std::move(row));
  NoteFirst("text of the scenario", common.cells, ScenariosOf, common.differences);
  NoteFirst("seeds", common.cells, SeedsOfBoth, common.differences);
  NoteOrder(common.cells, common.differences);
  return common;
}

}  // namespace kproof

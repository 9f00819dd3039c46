#include "harness/compare/families.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "harness/compare/holm.h"

namespace kproof {
namespace {

constexpr double kPooledShare = 0.8;

using RowFamily = std::vector<TestedRow>;

// `share`: of the chance of a false alarm, that this family may use up.
void AdjustFamily(const RowFamily& family, double share) {
  std::vector<double> p;
  for (const auto& one : family) p.push_back(one.row->p);
  const auto adjusted = HolmAdjusted(p);
  for (std::size_t at = 0; at < family.size(); ++at)
    family[at].row->p_adjusted = std::min(1.0, adjusted[at] / share);
}

bool IsNamed(const CompareRow& row) { return row.p_adjusted.value_or(1) <= kAlarmLevel; }

RowFamily OfLevel(const std::vector<TestedRow>& rows, PartLevel level) {
  RowFamily family;
  for (const auto& one : rows)
    if (one.row->level == level) family.push_back(one);
  return family;
}

// Cells below something that was named, a family for each measure.
void AdjustCells(const std::vector<TestedRow>& rows) {
  std::map<std::string, RowFamily> cells;
  for (const auto& cell : OfLevel(rows, PartLevel::kCell)) {
    const bool below = std::any_of(rows.begin(), rows.end(), [&](const TestedRow& other) {
      return other.row->measure == cell.row->measure && other.row->level != PartLevel::kCell &&
             IsNamed(*other.row) && IsWithin(*cell.part, *other.part);
    });
    if (below) cells[cell.row->measure].push_back(cell);
  }
  for (const auto& [measure, family] : cells) AdjustFamily(family, 1);
}

}  // namespace

double PooledLevel(std::size_t measures, bool has_parts) {
  return kAlarmLevel * (has_parts ? kPooledShare : 1) /
         static_cast<double>(std::max<std::size_t>(measures, 1));
}

void AdjustFamilies(const std::vector<TestedRow>& rows) {
  const auto pooled = OfLevel(rows, PartLevel::kAll);
  const bool has_parts = pooled.size() < rows.size();
  AdjustFamily(pooled, has_parts ? kPooledShare : 1);
  std::set<std::string> named;
  for (const auto& one : pooled)
    if (IsNamed(*one.row)) named.insert(one.row->measure);
  RowFamily of_unnamed;
  std::map<std::pair<std::string, std::string>, RowFamily> of_axis;  // by measure and axis
  for (const auto& one : OfLevel(rows, PartLevel::kAxis)) {
    if (named.contains(one.row->measure))
      of_axis[{one.row->measure, one.part->axis}].push_back(one);
    else
      of_unnamed.push_back(one);
  }
  AdjustFamily(of_unnamed, 1 - kPooledShare);
  for (const auto& [axis, family] : of_axis) AdjustFamily(family, 1);
  AdjustCells(rows);
}

}  // namespace kproof

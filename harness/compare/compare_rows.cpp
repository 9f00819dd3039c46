#include "harness/compare/compare_rows.h"

#include <algorithm>

#include "harness/compare/ratio.h"
#include "harness/compare/van_elteren.h"

namespace kproof {
namespace {

std::vector<double> ValuesOf(const ComparedCell& cell, const std::string& measure) {
  std::vector<double> values;
  for (const auto& trial : cell.trials) {
    const auto found = trial.measures.find(measure);
    if (IsConclusive(trial) && found != trial.measures.end()) values.push_back(found->second);
  }
  return values;
}

double MedianOf(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const auto half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

void CountShown(const ComparedCell& cell, const std::string& event, std::uint32_t& trials,
                std::uint32_t& shown) {
  for (const auto& trial : cell.trials) {
    const auto showed = Showed(trial, event);
    if (!showed) continue;
    ++trials;
    if (*showed) ++shown;
  }
}

bool LowerIsBetter(const CompareRow& row) {
  const auto* measure = FindMeasure(row.measure);
  return measure == nullptr || measure->higher_is_worse;
}

bool WithinMargin(const CompareRow& row, double margin) {
  if (!row.low || !row.high) return false;
  if (row.is_event()) return *row.low >= -margin && *row.high <= margin;
  return *row.low >= 1 / (1 + margin) && *row.high <= 1 + margin;
}

}  // namespace

Strata StrataOf(const std::vector<CommonCell>& cells, const ComparedPart& part,
                const std::string& measure) {
  Strata strata;
  for (const auto at : part.cells)
    strata.push_back({ValuesOf(*cells[at].a, measure), ValuesOf(*cells[at].b, measure)});
  return OfBothSides(strata);
}

EventStrata EventsOf(const std::vector<CommonCell>& cells, const ComparedPart& part,
                     const std::string& event) {
  EventStrata strata;
  for (const auto at : part.cells) {
    EventCounts counts;
    CountShown(*cells[at].a, event, counts.trials_a, counts.shown_a);
    CountShown(*cells[at].b, event, counts.trials_b, counts.shown_b);
    if (counts.trials_a > 0 && counts.trials_b > 0) strata.push_back(counts);
  }
  return strata;
}

std::optional<CompareRow> RowOf(const std::vector<CommonCell>& cells, const ComparedPart& part,
                                const MeasureRow& measure) {
  const auto strata = StrataOf(cells, part, measure.name);
  const auto estimate = RatioOf(strata, kIntervalConfidence);
  if (!estimate) return std::nullopt;
  CompareRow row;
  row.measure = measure.name;
  row.unit = measure.unit;
  row.where = part.where;
  row.level = part.level;
  row.cells = strata.size();
  std::vector<double> a, b;
  for (const auto& stratum : strata) {
    a.insert(a.end(), stratum.a.begin(), stratum.a.end());
    b.insert(b.end(), stratum.b.begin(), stratum.b.end());
  }
  row.trials_a = a.size();
  row.trials_b = b.size();
  row.a = MedianOf(std::move(a));
  row.b = MedianOf(std::move(b));
  row.ratio = estimate->ratio;
  row.low = estimate->low;
  row.high = estimate->high;
  row.rose = RanksHigher(strata);
  row.p = VanElterenP(strata);
  return row;
}

std::optional<CompareRow> RowOfEvent(const std::vector<CommonCell>& cells, const ComparedPart& part,
                                     const std::string& event) {
  const auto strata = EventsOf(cells, part, event);
  const auto shares = SharesOf(strata, kIntervalConfidence);
  if (!shares) return std::nullopt;
  CompareRow row;
  row.measure = event;
  row.where = part.where;
  row.level = part.level;
  row.cells = strata.size();
  for (const auto& cell : strata) {
    row.trials_a += cell.trials_a;
    row.trials_b += cell.trials_b;
  }
  row.a = shares->a;
  row.b = shares->b;
  row.ratio = shares->ratio;
  row.low = shares->low;
  row.high = shares->high;
  row.rose = shares->b > shares->a;
  row.p = MantelHaenszelP(strata);
  return row;
}

Change VerdictOf(const CompareRow& row, double margin) {
  // A lost record is no matter of a few percent: a proven rise of an event counts however small.
  if (!row.is_event() && WithinMargin(row, margin)) return Change::kSame;
  if (row.p_adjusted.value_or(1) <= kAlarmLevel)
    return row.rose == LowerIsBetter(row) ? Change::kWorse : Change::kBetter;
  return WithinMargin(row, margin) ? Change::kSame : Change::kUnclear;
}

}  // namespace kproof

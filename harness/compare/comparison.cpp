#include "harness/compare/comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "harness/base/wording.h"
#include "harness/compare/broken_promises.h"
#include "harness/compare/compare_rows.h"
#include "harness/compare/evidence.h"
#include "harness/compare/families.h"

namespace kproof {
namespace {

// Each by its value.
constexpr std::array kChangeNames = {"worse", "better", "same", "unclear"};
constexpr std::array kPartLevelNames = {"all", "axis", "cell"};
constexpr int kExitWorse = 3, kExitNothing = 2;

template <typename Enum, typename Names>
std::optional<Enum> ValueNamed(const Names& names, std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enum>(found - names.begin());
}

// The same trials on both sides differ in nothing, however few they are.
bool IsSameEvidence(const std::vector<CommonCell>& cells) {
  return std::all_of(cells.begin(), cells.end(),
                     [](const CommonCell& cell) { return cell.a->trials == cell.b->trials; });
}

// Rows in the order of a comparison, each with its part. `parts` must outlive them.
struct RowsOfParts {
  std::vector<CompareRow> rows;
  std::vector<const ComparedPart*> parts;

  std::vector<TestedRow> Tested() {
    std::vector<TestedRow> tested;
    for (std::size_t at = 0; at < rows.size(); ++at) tested.push_back({&rows[at], parts[at]});
    return tested;
  }
};

RowsOfParts RowsOf(const std::vector<CommonCell>& cells, const std::vector<ComparedPart>& parts,
                   const std::vector<std::string>& events) {
  RowsOfParts all;
  const auto add = [&](std::optional<CompareRow> row, const ComparedPart& part) {
    if (!row) return;
    all.rows.push_back(std::move(*row));
    all.parts.push_back(&part);
  };
  for (const auto& part : parts) {
    for (const auto& event : events) add(RowOfEvent(cells, part, event), part);
    for (const auto& measure : MeasureTable()) add(RowOf(cells, part, measure), part);
  }
  return all;
}

std::optional<std::uint64_t> NeededFor(const CompareRow& row, const std::vector<CommonCell>& cells,
                                       const ComparedPart& all, const CompareOptions& options,
                                       double level) {
  const TrialsQuestion question{.difference = options.difference.value_or(options.margin),
                                .cells = row.cells,
                                .level = level};
  if (row.is_event()) return TrialsNeededForShares((*row.a + *row.b) / 2, question);
  const auto spread = SpreadOf(StrataOf(cells, all, row.measure));
  if (!spread) return std::nullopt;
  return TrialsNeeded(*spread, question);
}

std::string Described(const CompareRow& row) {
  const std::string where = row.level == PartLevel::kAll
                                ? fmt::format("over {}", Counted(row.cells, "cell"))
                                : "in " + row.where;
  if (row.is_event())
    return fmt::format("{} in {:.0f} % of the trials, before {:.0f} % ({})", row.measure,
                       *row.b * 100, *row.a * 100, where);
  if (!row.ratio) return fmt::format("{} rose from 0 ({})", row.measure, where);
  const double percent = (*row.ratio - 1) * 100;
  return fmt::format("{} {:.0f} % {} ({})", row.measure, percent < 0 ? -percent : percent,
                     percent < 0 ? "lower" : "higher", where);
}

std::string ReasonOf(const Comparison& comparison) {
  std::vector<std::string> parts;
  for (const auto& broken : comparison.broken)
    parts.push_back(fmt::format("{} broken in {}", broken.guarantee, broken.cell));
  for (const auto& row : comparison.rows)
    if (row.verdict == comparison.verdict &&
        (row.level == PartLevel::kAll || comparison.verdict == Change::kWorse ||
         comparison.verdict == Change::kBetter))
      parts.push_back(Described(row));
  switch (comparison.verdict) {
    case Change::kWorse:
    case Change::kBetter:
      return JoinFew(parts, "; ", 3);
    case Change::kSame:
      return fmt::format("no measure differs by {:.0f} % or more", comparison.options.margin * 100);
    case Change::kUnclear:
      break;
  }
  const auto pooled = static_cast<std::size_t>(
      std::count_if(comparison.rows.begin(), comparison.rows.end(),
                    [](const CompareRow& row) { return row.level == PartLevel::kAll; }));
  return fmt::format("nothing is shown to be worse; {} of {} could differ by {:.0f} % or more",
                     parts.size(), Counted(pooled, "measure"), comparison.options.margin * 100);
}

Change OverallOf(const Comparison& comparison) {
  const auto any = [&](Change change) {
    return std::any_of(comparison.rows.begin(), comparison.rows.end(),
                       [&](const CompareRow& row) { return row.verdict == change; });
  };
  if (!comparison.broken.empty() || any(Change::kWorse)) return Change::kWorse;
  if (any(Change::kBetter)) return Change::kBetter;
  const bool all_same =
      std::all_of(comparison.rows.begin(), comparison.rows.end(), [](const CompareRow& row) {
        return row.level != PartLevel::kAll || row.verdict == Change::kSame;
      });
  return all_same && !comparison.rows.empty() ? Change::kSame : Change::kUnclear;
}

}  // namespace

const char* NameOf(Change change) { return kChangeNames.at(static_cast<std::size_t>(change)); }
const char* NameOf(PartLevel level) { return kPartLevelNames.at(static_cast<std::size_t>(level)); }

std::optional<Change> FindChange(std::string_view name) {
  return ValueNamed<Change>(kChangeNames, name);
}
std::optional<PartLevel> FindPartLevel(std::string_view name) {
  return ValueNamed<PartLevel>(kPartLevelNames, name);
}

Comparison Compare(const ComparedSide& a, const ComparedSide& b, const CompareOptions& options) {
  Comparison comparison;
  comparison.options = options;
  auto common = FindCommonCells(a, b);
  const auto& cells = common.cells;
  comparison.cells = cells.size();
  comparison.only_a = std::move(common.only_a);
  comparison.only_b = std::move(common.only_b);
  comparison.differences = std::move(common.differences);
  for (const auto& cell : cells) comparison.evidence.push_back(EvidenceOf(cell));
  comparison.a = SummaryOf(a, cells, &CommonCell::a);
  comparison.b = SummaryOf(b, cells, &CommonCell::b);
  if (cells.empty()) {
    comparison.reason = "A and B have no cell in common";
    return comparison;
  }
  comparison.not_judged = CellsWithoutEvidence(cells);
  comparison.broken = BrokenByB(cells);
  const auto parts = PartsOf(cells);
  std::vector<const ComparedCell*> both;
  for (const auto& cell : cells) both.insert(both.end(), {cell.a, cell.b});
  auto rows = RowsOf(cells, parts, EventsSeen(both));
  comparison.not_seen = EventsNotSeen(both);
  AdjustFamilies(rows.Tested());
  const bool same_evidence = IsSameEvidence(cells);
  std::size_t measures = 0;
  for (auto& row : rows.rows) {
    row.verdict = same_evidence ? Change::kSame : VerdictOf(row, options.margin);
    if (row.level == PartLevel::kAll) ++measures;
  }
  for (auto& row : rows.rows)
    if (row.level == PartLevel::kAll && row.verdict == Change::kUnclear)
      row.trials_needed =
          NeededFor(row, cells, parts.front(), options, PooledLevel(measures, parts.size() > 1));
  comparison.rows = std::move(rows.rows);
  comparison.comparable = !comparison.rows.empty() || !comparison.broken.empty();
  comparison.verdict = OverallOf(comparison);
  comparison.reason = comparison.comparable ? ReasonOf(comparison)
                                            : "no common cell has a conclusive trial of both sides";
  return comparison;
}

int ExitCodeOf(const Comparison& comparison) {
  if (!comparison.comparable) return kExitNothing;
  return comparison.verdict == Change::kWorse ? kExitWorse : 0;
}

}  // namespace kproof

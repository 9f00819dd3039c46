#include "harness/compare/row_words.h"

#include <fmt/format.h>

#include <cmath>

#include "harness/base/printable.h"
#include "harness/base/text.h"
#include "harness/base/wording.h"

namespace kproof {
namespace {

constexpr double kSmallestP = 0.0001;
constexpr std::size_t kUnitColumns = 20;

// Three digits that count: 2.87, 106, 12,480.
std::string ThreeDigits(double value) {
  if (value >= 1000) return WithThousands(static_cast<std::uint64_t>(std::llround(value)));
  if (value >= 100) return fmt::format("{:.0f}", value);
  if (value >= 10) return fmt::format("{:.1f}", value);
  return fmt::format("{:.{}f}", value, value >= 1 || value == 0 ? 2 : 3);
}

std::string BoundOf(const std::optional<double>& bound, double factor, const char* unbounded) {
  if (!bound) return unbounded;
  return factor == 1 ? fmt::format("{:.2f}", *bound) : fmt::format("{:.0f}", *bound * factor);
}

}  // namespace

std::string FigureText(const CompareRow& row, const std::optional<double>& value) {
  if (!value) return "–";
  return row.is_event() ? fmt::format("{:.0f} %", *value * 100)
                        : ThreeDigits(*value) + " " + Shortened(Printable(row.unit), kUnitColumns);
}

std::string ChangeText(const CompareRow& row) {
  if (row.is_event())
    return fmt::format("{:+.0f} points ({} to {})", (*row.b - *row.a) * 100,
                       BoundOf(row.low, 100, "?"), BoundOf(row.high, 100, "?"));
  const std::string ratio = row.ratio ? fmt::format("x{:.2f}", *row.ratio) : "from 0";
  if (!row.low && !row.high) return ratio + " (no bounds)";
  return fmt::format("{} ({} to {})", ratio, BoundOf(row.low, 1, "0"), BoundOf(row.high, 1, "any"));
}

std::string ChanceOf(double p) {
  return p < kSmallestP ? fmt::format("< {:.4f}", kSmallestP)
                        : fmt::format("{:.{}f}", p, p < 0.01 ? 4 : 2);
}

std::string ChanceText(const CompareRow& row) {
  return ChanceOf(row.p) + (row.p_adjusted ? "; of all rows " + ChanceOf(*row.p_adjusted) : "");
}

std::string NeededText(const CompareRow& row, const CompareOptions& options) {
  if (!row.trials_needed) return "";
  return fmt::format(
      "{} a side and cell would show {:.0f} {}", Counted(*row.trials_needed, "trial"),
      options.difference.value_or(options.margin) * 100, row.is_event() ? "points" : "%");
}

std::string BrokenText(const BrokenPromise& broken) {
  return fmt::format("{} broken in {} ({} of {} of B, first with seed {}; {})", broken.guarantee,
                     Printable(broken.cell), broken.trials, Counted(broken.of, "trial"),
                     broken.seed,
                     broken.a_unknown ? "no trial of A was conclusive there" : "A kept it");
}

std::string DifferenceText(const SideDifference& difference, std::size_t cells) {
  const auto side = [](const std::string& value) {
    return value.empty() ? std::string("not there") : Printable(value);
  };
  return fmt::format("{}: {} | {} ({})", Printable(difference.what), side(difference.a),
                     side(difference.b),
                     difference.cells == cells
                         ? "all cells"
                         : fmt::format("{} of {}", difference.cells, Counted(cells, "cell")));
}

std::string SummaryText(const ComparedSummary& side) {
  return fmt::format("{} ({} {}): {} in {}, {} conclusive", Printable(side.path), side.kind,
                     Printable(side.name), Counted(side.trials, "trial"),
                     Counted(side.cells, "common cell"), side.conclusive);
}

std::vector<const CompareRow*> RowsThatAre(Change verdict, const Comparison& comparison) {
  std::vector<const CompareRow*> rows;
  const bool changed = verdict == Change::kWorse || verdict == Change::kBetter;
  for (const auto& row : comparison.rows)
    if (row.verdict == verdict && (changed || row.level == PartLevel::kAll)) rows.push_back(&row);
  return rows;
}

}  // namespace kproof

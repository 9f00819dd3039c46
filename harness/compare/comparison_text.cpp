#include "harness/compare/comparison_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "harness/base/printable.h"
#include "harness/base/text.h"
#include "harness/base/wording.h"
#include "harness/compare/row_words.h"

namespace kproof {
namespace {

constexpr std::size_t kShownRows = 30, kShownTexts = 12;
constexpr std::size_t kFigures = 6;
using TextRow = std::array<std::string, kFigures>;

TextRow FiguresOf(const CompareRow& row) {
  return {row.measure,     Printable(row.where), FigureText(row, row.a), FigureText(row, row.b),
          ChangeText(row), ChanceText(row)};
}

// Columns are as wide as their widest text.
std::string TableText(const std::vector<TextRow>& rows) {
  std::array<std::size_t, kFigures> width{};
  for (const auto& row : rows)
    for (std::size_t at = 0; at < kFigures; ++at) width[at] = std::max(width[at], Columns(row[at]));
  std::string text;
  for (const auto& row : rows) {
    std::string line = " ";
    for (std::size_t at = 0; at < kFigures; ++at)
      line += " " + row[at] + std::string(width[at] - Columns(row[at]) + 1, ' ');
    text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  }
  return text;
}

std::string Section(Change verdict, const Comparison& comparison) {
  const auto rows = RowsThatAre(verdict, comparison);
  if (rows.empty()) return "";
  std::vector<TextRow> table = {{"measure", "where", "A", "B", "B to A", "p"}};
  std::string needed;
  for (const auto* row : rows) {
    if (table.size() <= kShownRows) table.push_back(FiguresOf(*row));
    if (const auto text = NeededText(*row, comparison.options); !text.empty())
      needed += "  " + row->measure + ": " + text + "\n";
  }
  std::string text = std::string(NameOf(verdict)) + "\n" + TableText(table);
  if (rows.size() > kShownRows) text += fmt::format("  and {} more\n", rows.size() - kShownRows);
  return text + needed;
}

std::string ListText(const std::string& title, const std::vector<std::string>& texts) {
  if (texts.empty()) return "";
  std::string text = title + "\n";
  for (const auto& one : FirstFew(texts, kShownTexts)) text += "  " + Printable(one) + "\n";
  return text;
}

}  // namespace

std::string ComparisonText(const Comparison& comparison) {
  std::vector<std::string> differences, broken;
  for (const auto& one : comparison.differences)
    differences.push_back(DifferenceText(one, comparison.cells));
  for (const auto& one : comparison.broken) broken.push_back(BrokenText(one));
  std::string text = "A  " + SummaryText(comparison.a) + "\nB  " + SummaryText(comparison.b) + "\n";
  text += ListText("differs (A | B)", differences);
  text += ListText("broken by B", broken);
  for (const auto verdict : {Change::kWorse, Change::kBetter, Change::kSame, Change::kUnclear})
    text += Section(verdict, comparison);
  text += ListText("trials that are no evidence for times", comparison.not_judged);
  text += ListText("only A has", comparison.only_a);
  text += ListText("only B has", comparison.only_b);
  if (comparison.comparable && !comparison.not_seen.empty())
    text += "no trial showed " + JoinFew(comparison.not_seen) + "\n";
  return text + (comparison.comparable ? Upper(NameOf(comparison.verdict)) : "NOT COMPARED") +
         ": " + Printable(comparison.reason) + "\n";
}

}  // namespace kproof

#include "harness/compare/comparison_markdown.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/base/markdown.h"
#include "harness/base/output_target.h"
#include "harness/base/wording.h"
#include "harness/compare/row_words.h"

namespace kproof {
namespace {

constexpr char kMarkdownHead[] = "<!-- kproof comparison -->";
// Of each list, so that all of them stay below kMostMarkdownLines.
constexpr std::size_t kChangedRows = 10, kUnclearRows = 5, kItems = 4;

std::string RowLine(const CompareRow& row, const std::string& last) {
  return fmt::format("| {} | {} | {} | {} | {} | {} |\n", MarkdownText(row.measure),
                     MarkdownText(row.where), FigureText(row, row.a), FigureText(row, row.b),
                     ChangeText(row), last);
}

std::string TableHead(const std::string& last) {
  return "| measure | where | A | B | B to A | " + last + " |\n|---|---|---|---|---|---|\n";
}

std::string ChangedTable(const Comparison& comparison) {
  std::string lines;
  std::size_t shown = 0, all = 0;
  for (const auto verdict : {Change::kWorse, Change::kBetter}) {
    for (const auto* row : RowsThatAre(verdict, comparison)) {
      if (++all > kChangedRows) continue;
      ++shown;
      lines += RowLine(*row, "**" + std::string(NameOf(verdict)) + "**");
    }
  }
  if (lines.empty()) return "";
  if (all > shown) lines += fmt::format("\n{} more in compare.json.\n", all - shown);
  return "\n" + TableHead("verdict") + lines;
}

std::string UnclearTable(const Comparison& comparison) {
  const auto rows = RowsThatAre(Change::kUnclear, comparison);
  if (rows.empty()) return "";
  std::string lines;
  for (std::size_t at = 0; at < std::min(rows.size(), kUnclearRows); ++at)
    lines += RowLine(*rows[at], NeededText(*rows[at], comparison.options));
  if (rows.size() > kUnclearRows)
    lines += fmt::format("\n{} more in compare.json.\n", rows.size() - kUnclearRows);
  return "\nUnclear, too few trials to tell:\n\n" + TableHead("to see it") + lines;
}

std::string Items(const std::string& title, const std::vector<std::string>& texts) {
  if (texts.empty()) return "";
  std::string lines = "\n" + title + "\n\n";
  for (const auto& text : FirstFew(texts, kItems)) lines += "- " + MarkdownText(text) + "\n";
  return lines;
}

std::string SameLine(const Comparison& comparison) {
  std::vector<std::string> names;
  for (const auto* row : RowsThatAre(Change::kSame, comparison))
    names.push_back(MarkdownText(row->measure));
  if (names.empty()) return "";
  return fmt::format("\nThe same within {:.0f} %: {}.\n", comparison.options.margin * 100,
                     JoinFew(names, ", ", 12));
}

}  // namespace

std::string ComparisonMarkdown(const Comparison& comparison) {
  std::vector<std::string> differences, broken, only;
  for (const auto& one : comparison.differences)
    differences.push_back(DifferenceText(one, comparison.cells));
  for (const auto& one : comparison.broken) broken.push_back(BrokenText(one));
  for (const auto& cell : comparison.only_a) only.push_back("A: " + cell);
  for (const auto& cell : comparison.only_b) only.push_back("B: " + cell);
  std::string text = std::string(kMarkdownHead) + "\n### kproof compare: " +
                     (comparison.comparable ? NameOf(comparison.verdict) : "not compared") +
                     "\n\n" + MarkdownText(comparison.reason) + ".\n";
  text += Items("Broken by B:", broken);
  text += ChangedTable(comparison);
  text += Items("What else differs (A | B):", differences);
  text += SameLine(comparison);
  text += UnclearTable(comparison);
  text += Items("Only one side has:", only);
  return text + "\nA: " + MarkdownText(SummaryText(comparison.a)) +
         "<br>\nB: " + MarkdownText(SummaryText(comparison.b)) + "\n";
}

bool IsComparisonMarkdown(const std::string& file) {
  return FirstBytes(file).starts_with(kMarkdownHead);
}

}  // namespace kproof

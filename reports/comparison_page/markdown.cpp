// A comparison as Markdown for a pull request, of at most 60 lines.
#include "harness/base/markdown.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/base/wording.h"
#include "harness/compare/row_words.h"
#include "reports/comparison_page/comparison_page.h"
#include "reports/frame/frame.h"

namespace kproof {
namespace {

// Of each list, so that all of them stay below kMostMarkdownLines.
constexpr std::size_t kChangedRows = 8, kUnclearRows = 4, kItems = 3, kNotSeenLines = 5;

std::string RowLine(const CompareRow& row, const std::string& last) {
  return fmt::format("| {} | {} | {} | {} | {} | {} |\n", MarkdownLine(row.measure),
                     MarkdownLine(row.where), FigureText(row, row.a), FigureText(row, row.b),
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

std::string Items(const std::string& title, const std::vector<std::string>& texts,
                  std::size_t most = kItems) {
  if (texts.empty()) return "";
  std::string lines = "\n" + title + "\n\n";
  for (const auto& text : FirstFew(texts, most)) lines += "- " + MarkdownLine(text) + "\n";
  return lines;
}

std::string SameLine(const Comparison& comparison) {
  std::vector<std::string> names;
  for (const auto* row : RowsThatAre(Change::kSame, comparison))
    names.push_back(MarkdownLine(row->measure));
  if (names.empty()) return "";
  return fmt::format("\nThe same within {:.0f} %: {}.\n", comparison.options.margin * 100,
                     JoinFew(names, ", ", 12));
}

}  // namespace

std::string ToMarkdown(const Comparison& comparison) {
  std::vector<std::string> differences, broken;
  for (const auto& one : comparison.differences)
    differences.push_back(DifferenceText(one, comparison.cells));
  for (const auto& one : comparison.broken) broken.push_back(BrokenText(one));
  std::string text = MarkdownHead(kComparisonReport) + "\n### kproof compare: " +
                     (comparison.comparable ? NameOf(comparison.verdict) : "not compared") +
                     "\n\n" + MarkdownLine(comparison.reason) + ".\n";
  text += Items("Broken by B:", broken);
  text += ChangedTable(comparison);
  text += Items("What else differs (A | B):", differences);
  text += SameLine(comparison);
  text += UnclearTable(comparison);
  text += Items("What this comparison could not have seen:", NotSeen(comparison), kNotSeenLines);
  text += "\nAgain: " + MarkdownCode(CommandAgain(comparison)) + "\n";
  return text + "\nA: " + MarkdownLine(SummaryText(comparison.a)) +
         "<br>\nB: " + MarkdownLine(SummaryText(comparison.b)) + "\n";
}

}  // namespace kproof

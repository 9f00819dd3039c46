#include "reports/comparison_page/words.h"

#include <fmt/format.h>

#include "harness/base/shell.h"
#include "harness/compare/row_words.h"
#include "reports/comparison_page/comparison_page.h"
#include "reports/frame/texts.h"

namespace kproof {

std::string ComparisonWord(const Comparison& comparison) {
  return comparison.comparable ? NameOf(comparison.verdict) : "not compared";
}

std::string ComparisonMeaning(const Comparison& comparison) {
  if (!comparison.comparable) return "A and B have no evidence that could be compared";
  switch (comparison.verdict) {
    case Change::kWorse:
      return "B broke a guarantee that A kept, or a measure is shown to be worse";
    case Change::kBetter:
      return "A measure is shown to be better, and nothing to be worse";
    case Change::kSame:
      return "Each measure is shown to have changed by less than the margin";
    case Change::kUnclear:
      return "Nothing is shown to be worse, and the trials are too few to show that nothing is";
  }
  return "";
}

std::string SidesText(const Comparison& comparison) {
  return fmt::format("{} against {}", OneLine(comparison.b.name, kLongestName),
                     OneLine(comparison.a.name, kLongestName));
}

std::string RowSentence(const CompareRow& row) {
  return fmt::format("{} ({}): {}, was {}, {}: {}", OneLine(row.measure, kLongestName),
                     OneLine(row.where, kLongestName), FigureText(row, row.b),
                     FigureText(row, row.a), ChangeText(row), NameOf(row.verdict));
}

std::string CommandAgain(const Comparison& comparison) {
  const auto& options = comparison.options;
  auto command = fmt::format("kproof compare {} {} --margin {:g}%", ShellWord(comparison.a.path),
                             ShellWord(comparison.b.path), options.margin * 100);
  if (options.difference && *options.difference != options.margin)
    command += fmt::format(" --trials-needed {:g}%", *options.difference * 100);
  return OneLine(command);
}

}  // namespace kproof

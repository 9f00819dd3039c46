// A comparison for people who were not there: as one HTML page, and as Markdown for a pull request.
// What changed comes first, what can't be told stands apart, what is the same is folded away.
//
// Both show what compare.json says and nothing else. Thread-safe: pure functions. The same
// comparison gives the same bytes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "harness/compare/comparison.h"
#include "reports/frame/index_json.h"

namespace kproof {

// As IsReportOf (reports/frame/frame.h) knows it.
inline constexpr std::string_view kComparisonReport = "comparison";

std::string ToHtml(const Comparison& comparison);

inline constexpr std::size_t kMostMarkdownLines = 60;
std::string ToMarkdown(const Comparison& comparison);

// Of the folder that compare.json lies in.
Index IndexOf(const Comparison& comparison);

// What the comparison could not have seen, a sentence each.
std::vector<std::string> NotSeen(const Comparison& comparison);

// "kproof compare results/a results/b --margin 10%", ready for a shell.
std::string CommandAgain(const Comparison& comparison);

}  // namespace kproof

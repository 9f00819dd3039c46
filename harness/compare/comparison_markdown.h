// A comparison as Markdown for a pull request, of at most 60 lines: what changed first, what is
// unclear apart.
//
// Thread-safe: pure functions.
#pragma once

#include <string>

#include "harness/compare/comparison.h"

namespace kproof {

inline constexpr std::size_t kMostMarkdownLines = 60;

std::string ComparisonMarkdown(const Comparison& comparison);
// Whether ComparisonMarkdown made the content of this file, by its first bytes.
bool IsComparisonMarkdown(const std::string& file);

}  // namespace kproof

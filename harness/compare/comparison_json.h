// compare.json: a comparison for programs. docs/compare.md describes each key; keys are added,
// never changed or removed.
//
// Thread-safe: pure functions.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "harness/compare/comparison.h"

namespace kproof {

// As `unit` of a row about an event.
inline constexpr char kShareUnit[] = "share of trials";

nlohmann::ordered_json ComparisonJson(const Comparison& comparison);
// As a file: indented, with a line end.
std::string ComparisonFile(const Comparison& comparison);
// Whether the content of this file is a comparison as JSON, indented or on one line, by its first
// bytes.
bool IsComparisonFile(const std::string& file);

}  // namespace kproof

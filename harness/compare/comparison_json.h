// compare.json: a comparison for programs. docs/compare.md describes each key; keys are added,
// never changed or removed.
//
// Thread-safe: pure functions.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "harness/compare/comparison.h"

namespace kproof {

nlohmann::ordered_json ComparisonJson(const Comparison& comparison);
// As a file: indented, with a line end.
std::string ComparisonFile(const Comparison& comparison);
// Whether ComparisonFile made the content of this file, by its first bytes.
bool IsComparisonFile(const std::string& file);

}  // namespace kproof

// compare.json, read back into the comparison that it was written of (comparison_json.h).
//
// Thread-safe: pure functions but for ReadComparison, which reads a file.
#pragma once

#include <string>
#include <string_view>

#include "harness/compare/comparison.h"

namespace kproof {

// Throws Error(kUsage) that names the file and the place in it: for another document, another
// schema, an unknown key or word, and text that is no JSON. Keys that an older kproof did not write
// may be missing.
Comparison ReadComparison(const std::string& file);
// Of text that is at hand; `name` is what errors call it.
Comparison ParseComparison(std::string_view text, const std::string& name);

}  // namespace kproof

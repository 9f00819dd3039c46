// A baseline: all that a comparison needs of a campaign or a run, as one small JSON file that fits
// into a repository. docs/compare.md has its keys.
//
// Thread-safe.
#pragma once

#include <string>

#include "harness/compare/side.h"

namespace kproof {

// A line a trial, so that a change of it is easy to read in a repository. Ends in a line end.
std::string ToBaseline(const ComparedSide& side);
// What ToBaseline writes, and nothing else: throws Error(kUsage) with the place for other schemas,
// unknown keys, measures and words.
ComparedSide ReadBaseline(const std::string& file);

// Whether ToBaseline made the content of this file, by its first bytes.
bool IsBaseline(const std::string& file);

}  // namespace kproof

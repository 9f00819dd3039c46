// result.json: the result for programs. docs/result.md describes each key; keys are added, never
// changed or removed.
//
// Thread-safe: pure functions.
#pragma once

#include <string>

#include "audit/judge/result.h"

namespace kproof {

enum class JsonLayout {
  kIndented,  // for files; ends in a line end
  kOneLine,   // for streams of several results; ends in a line end
};

// Valid UTF-8 whatever the result holds. Times are rounded to milliseconds, latencies to
// microseconds. A value that is not known is null; every key of docs/result.md is present.
std::string ToJson(const Result& result, JsonLayout layout = JsonLayout::kIndented);

}  // namespace kproof

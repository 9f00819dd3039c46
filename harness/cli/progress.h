// Progress as text: events are lines that stay; the current state is one line that is overwritten.
//
// Both take text of any origin: control characters are shown, and no line is wider than
// kProgressColumns.
#pragma once

#include <cstdio>
#include <memory>

#include "harness/run/progress.h"

namespace kproof {

inline constexpr std::size_t kProgressColumns = 120;

// Only lines: for files, pipes and terminals that can't overwrite a line (TERM=dumb).
std::unique_ptr<ProgressSink> PlainProgress(std::FILE* out);

// With a live line, ten times a second at most, cut to `columns`. It is overwritten without escape
// sequences, so NO_COLOR and --color don't affect it.
std::unique_ptr<ProgressSink> LiveProgress(std::FILE* out, std::size_t columns);

}  // namespace kproof

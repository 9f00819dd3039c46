// Progress as text: what happened as lines that stay, how things stand as one line that is written
// over.
//
// Both take text of any origin: control characters are shown, and no line is wider than
// kProgressColumns.
#pragma once

#include <cstdio>
#include <memory>

#include "harness/run/progress.h"

namespace kproof {

inline constexpr std::size_t kProgressColumns = 120;

// Lines alone: for files, pipes and terminals that can't write over a line (TERM=dumb).
std::unique_ptr<ProgressSink> PlainProgress(std::FILE* out);

// With a live line, ten times a second at most, cut to `columns`. It is written over without escape
// sequences: NO_COLOR and --color have nothing to say about it.
std::unique_ptr<ProgressSink> LiveProgress(std::FILE* out, std::size_t columns);

}  // namespace kproof

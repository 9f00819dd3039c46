// A run as one HTML file that needs nothing else: it opens from a disk, asks no network for
// anything, and runs no script and no style but its own (a Content-Security-Policy names them by
// their SHA-256). Whatever the facts hold, it is text there.
//
// Thread-safe: a pure function. The same page gives the same bytes.
#pragma once

#include <string>

#include "reports/run_page/run_page.h"

namespace kproof {

std::string ToHtml(const RunPage& page);

// Whether ToHtml or ToMarkdown made the content of this file, by its first bytes.
bool IsRunReport(const std::string& file);

}  // namespace kproof

// A run as one HTML file (reports/frame/frame.h). Whatever the facts hold, it is text there.
//
// Thread-safe: a pure function. The same page gives the same bytes.
#pragma once

#include <string>

#include "reports/run_page/run_page.h"

namespace kproof {

std::string ToHtml(const RunPage& page);

}  // namespace kproof

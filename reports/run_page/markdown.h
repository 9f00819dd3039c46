// A run as Markdown, for pull requests and chats: at most 60 lines, whatever the run was.
//
// Thread-safe: a pure function. The same page gives the same bytes.
#pragma once

#include <string>

#include "reports/run_page/run_page.h"

namespace kproof {

std::string ToMarkdown(const RunPage& page);

}  // namespace kproof

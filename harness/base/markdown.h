// Text from outside in Markdown.
//
// Thread-safe: pure functions.
#pragma once

#include <string>
#include <string_view>

namespace kproof {

// Printable, on one line, and nothing of it is taken for markup or ends a table's cell.
std::string MarkdownText(std::string_view text);

// As code: printable, on one line, within as many backticks as nothing in it can end.
std::string MarkdownCode(std::string_view text);

}  // namespace kproof

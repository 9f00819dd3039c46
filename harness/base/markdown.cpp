#include "harness/base/markdown.h"

#include <algorithm>
#include <string>

#include "harness/base/printable.h"

namespace kproof {

std::string MarkdownText(std::string_view text) {
  std::string escaped;
  for (const char c : Printable(text)) {
    if (std::string_view("|*_`<>[]\\#&").find(c) != std::string_view::npos) escaped += '\\';
    escaped += c;
  }
  return escaped;
}

std::string MarkdownCode(std::string_view text) {
  const auto shown = Printable(text);
  std::size_t longest = 0, ticks = 0;
  for (const char c : shown) {
    ticks = c == '`' ? ticks + 1 : 0;
    longest = std::max(longest, ticks);
  }
  const std::string fence(longest + 1, '`');
  return longest == 0 ? fence + shown + fence : fence + " " + shown + " " + fence;
}

}  // namespace kproof

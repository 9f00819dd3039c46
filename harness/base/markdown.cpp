#include "harness/base/markdown.h"

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

}  // namespace kproof

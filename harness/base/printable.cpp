#include "harness/base/printable.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

#include "harness/base/text.h"
#include "harness/base/utf8.h"

namespace kproof {
namespace {

bool Control(std::uint32_t code_point) {
  return code_point < 0x20 || (code_point >= 0x7f && code_point <= 0x9f);
}

// Marks, embeddings, overrides and isolates of the bidirectional algorithm (UAX 9); the line and
// paragraph separators; U+FFFE and U+FFFF.
bool Misleading(std::uint32_t code_point) {
  return code_point == 0x061c || code_point == 0x200e || code_point == 0x200f ||
         (code_point >= 0x2028 && code_point <= 0x202e) ||
         (code_point >= 0x2066 && code_point <= 0x2069) || (code_point & 0xfffe) == 0xfffe;
}

void AddSpace(std::string& shown, char space, Spaces spaces) {
  if (spaces == Spaces::kKept && space != '\r') {
    shown += space;
  } else if (spaces != Spaces::kFolded) {
    shown += space == '\t' ? "\\t" : space == '\n' ? "\\n" : "\\r";
  } else if (shown.empty() || shown.back() != ' ') {
    shown += ' ';
  }
}

}  // namespace

std::string Printable(std::string_view text, Spaces spaces) {
  std::string shown;
  shown.reserve(text.size());
  while (!text.empty()) {
    const auto [code_point, length] = FirstCharacter(text);
    if (length == 0) {
      shown += "\xef\xbf\xbd";
    } else if (code_point == '\t' || code_point == '\n' || code_point == '\r') {
      AddSpace(shown, text.front(), spaces);
    } else if (Control(code_point)) {
      shown += fmt::format("\\x{:02x}", code_point);
    } else if (Misleading(code_point)) {
      shown += fmt::format("\\u{:04x}", code_point);
    } else {
      shown += text.substr(0, length);
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return shown;
}

std::size_t Columns(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

std::vector<std::string> Folded(std::string_view text, std::size_t first, std::size_t rest) {
  std::vector<std::string> lines(1);
  for (const std::string& word : SplitWords(text)) {
    const std::size_t most = lines.size() == 1 ? first : rest;
    if (!lines.back().empty() && Columns(lines.back()) + 1 + Columns(word) > most)
      lines.emplace_back();
    if (!lines.back().empty()) lines.back() += ' ';
    lines.back() += word;
  }
  return lines;
}

std::string Shortened(std::string_view text, std::size_t columns) {
  if (Columns(text) <= columns) return std::string(text);
  std::size_t end = 0;
  for (std::size_t seen = 0; end < text.size(); ++end) {
    if ((text[end] & 0xc0) != 0x80 && ++seen >= columns) break;
  }
  return std::string(text.substr(0, end)) + "…";
}

}  // namespace kproof

// UTF-8 is decoded strictly: overlong forms, surrogates and code points past U+10FFFF are no UTF-8
// (RFC 3629).
#include "harness/base/printable.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

#include "harness/base/text.h"

namespace kproof {
namespace {

struct Decoded {
  std::uint32_t code_point = 0;
  std::size_t length = 0;  // 0: no UTF-8 here
};

Decoded DecodeAt(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return {first, 1};
  const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || text.size() < length) return {};
  std::uint32_t code_point = first & (0xffU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return {};
    code_point = (code_point << 6) | (byte(i) & 0x3fU);
  }
  const std::uint32_t smallest = length == 4 ? 0x10000 : length == 3 ? 0x800 : 0x80;
  const bool surrogate = code_point >= 0xd800 && code_point <= 0xdfff;
  if (code_point < smallest || surrogate || code_point > 0x10ffff) return {};
  return {code_point, length};
}

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
    const auto [code_point, length] = DecodeAt(text);
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

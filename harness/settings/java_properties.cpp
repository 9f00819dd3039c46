#include "harness/settings/java_properties.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>

#include "harness/base/error.h"
#include "harness/base/text.h"

namespace kproof {
namespace {

constexpr std::string_view kSpaces = " \t\f";

// What an error says of a line is where it stands, never what it says: it may be a secret.
[[noreturn]] void Refuse(const std::string& where, const char* why) {
  throw Error(ErrorKind::kUsage, fmt::format("{}: {}", where, why),
              Hint("write key=value, as Kafka's tools take it"));
}

// Lines as they stand in the file; "\r\n", "\n" and "\r" end them.
std::vector<std::string> NaturalLines(const std::string& text) {
  std::vector<std::string> lines(1);
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n') continue;
    if (text[at] == '\n' || text[at] == '\r')
      lines.emplace_back();
    else
      lines.back() += text[at];
  }
  return lines;
}

// A line that goes on in the next one where it ends in an odd number of backslashes.
struct LogicalLine {
  int number = 0;  // of its first
  std::string text;
};

std::vector<LogicalLine> LogicalLines(const std::string& name, const std::string& text) {
  std::vector<LogicalLine> lines;
  bool goes_on = false;
  int number = 0;
  for (const auto& raw : NaturalLines(text)) {
    ++number;
    auto line = raw.substr(std::min(raw.find_first_not_of(kSpaces), raw.size()));
    if (!goes_on && (line.empty() || line.front() == '#' || line.front() == '!')) continue;
    if (!goes_on) lines.push_back({number, ""});
    const auto last = line.find_last_not_of('\\');
    const auto backslashes = line.size() - (last == std::string::npos ? 0 : last + 1);
    goes_on = backslashes % 2 == 1;
    if (goes_on) line.pop_back();
    lines.back().text += line;
  }
  if (goes_on)
    Refuse(fmt::format("{}:{}", name, number), "the file ends where its last line goes on");
  return lines;
}

// The four hexadecimal digits from `at` on.
std::uint32_t Unit(const std::string& where, std::string_view text, std::size_t at) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::uint32_t unit = 0;
  for (std::size_t digit = at; digit < at + 4; ++digit) {
    const auto value =
        digit < text.size() ? kDigits.find(Lower(text.substr(digit, 1))) : std::string_view::npos;
    if (value == std::string_view::npos)
      Refuse(where, "\\u stands there without four hexadecimal digits");
    unit = unit * 16 + static_cast<std::uint32_t>(value);
  }
  return unit;
}

void AppendUtf8(std::string& text, std::uint32_t code_point) {
  const auto add = [&](std::uint32_t byte) { text += static_cast<char>(byte); };
  const auto rest = [&](std::uint32_t shift) { add(0x80 | ((code_point >> shift) & 0x3F)); };
  if (code_point < 0x80) return add(code_point);
  if (code_point < 0x800) {
    add(0xC0 | (code_point >> 6));
  } else if (code_point < 0x10000) {
    add(0xE0 | (code_point >> 12));
    rest(6);
  } else {
    add(0xF0 | (code_point >> 18));
    rest(12);
    rest(6);
  }
  rest(0);
}

// The character of "uXXXX", which begins at `at`; of a pair of surrogates both. Gives its length.
std::size_t TakeUnicode(const std::string& where, std::string_view text, std::size_t at,
                        std::string& plain) {
  const auto high = Unit(where, text, at + 1);
  if (high < 0xD800 || high > 0xDFFF) {
    AppendUtf8(plain, high);
    return 5;
  }
  const bool second = high < 0xDC00 && text.substr(std::min(at + 5, text.size()), 2) == "\\u";
  const auto low = second ? Unit(where, text, at + 7) : 0;
  if (low < 0xDC00 || low > 0xDFFF) Refuse(where, "\\u stands there for half of a character");
  AppendUtf8(plain, 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00));
  return 11;
}

std::string Unescape(const std::string& where, std::string_view text) {
  constexpr std::string_view kNames = "tnrf", kMeanings = "\t\n\r\f";
  std::string plain;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '\\' || at + 1 == text.size()) {
      plain += text[at];
      continue;
    }
    if (text[++at] == 'u') {
      at += TakeUnicode(where, text, at, plain) - 1;
      continue;
    }
    const auto named = kNames.find(text[at]);
    plain += named == std::string_view::npos ? text[at] : kMeanings[named];
  }
  return plain;
}

// The key ends at the first '=', ':' or space that no backslash stands before.
JavaProperty PropertyIn(const std::string& where, const LogicalLine& line) {
  const std::string_view text = line.text;
  std::size_t end = 0;
  while (end < text.size() && std::string_view("=: \t\f").find(text[end]) == std::string_view::npos)
    end += text[end] == '\\' ? 2 : 1;
  end = std::min(end, text.size());
  auto value = text.find_first_not_of(kSpaces, end);
  if (value == std::string_view::npos || end == 0) Refuse(where, "that is not key=value");
  if (text[value] == '=' || text[value] == ':') value = text.find_first_not_of(kSpaces, value + 1);
  const auto rest = value == std::string_view::npos ? std::string_view() : text.substr(value);
  return {line.number, Unescape(where, text.substr(0, end)), Trim(Unescape(where, rest))};
}

}  // namespace

std::vector<JavaProperty> ReadJavaProperties(const std::string& name, const std::string& text) {
  std::vector<JavaProperty> properties;
  for (const auto& line : LogicalLines(name, text))
    properties.push_back(PropertyIn(fmt::format("{}:{}", name, line.number), line));
  return properties;
}

}  // namespace kproof

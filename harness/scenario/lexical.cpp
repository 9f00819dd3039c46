// Names and small values, character by character.
#include "harness/scenario/lexical.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "harness/base/text.h"
#include "harness/base/units.h"

namespace kproof {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsAlnum(char c) { return IsDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool IsDigits(std::string_view text) {
  return !text.empty() && text.size() <= 6 && std::all_of(text.begin(), text.end(), IsDigit);
}

}  // namespace

bool IsName(std::string_view text) {
  return !text.empty() && text.size() <= 64 && IsAlnum(text.front()) &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return IsAlnum(c) || c == '-' || c == '_'; });
}

bool IsTopicName(std::string_view text) {
  return !text.empty() && text.size() <= 249 && text != "." && text != ".." &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return IsAlnum(c) || c == '-' || c == '_' || c == '.'; });
}

bool IsComparison(std::string_view text) {
  return text == "<" || text == "<=" || text == "=" || text == ">=" || text == ">";
}

bool IsVersion(std::string_view text) {
  const auto parts = Split(text, '.');
  return parts.size() == 3 && std::all_of(parts.begin(), parts.end(), IsDigits);
}

bool IsHeap(std::string_view text) {
  return text.size() > 1 && text.front() != '0' && IsDigits(text.substr(0, text.size() - 1)) &&
         std::string_view("kmgKMG").find(text.back()) != std::string_view::npos;
}

namespace {

std::optional<double> ParseUpTo(std::string_view text, double most) {
  if (text.empty() || !IsDigit(text.front()) || !IsDigit(text.back())) return std::nullopt;
  double number = 0;
  const auto [rest, error] =
      std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  if (error != std::errc() || rest != text.data() + text.size() || number > most)
    return std::nullopt;
  return number;
}

}  // namespace

std::optional<double> ParseFraction(std::string_view text) { return ParseUpTo(text, 1); }

std::optional<double> ParsePercent(std::string_view text) {
  return text.ends_with('%') ? ParseUpTo(text.substr(0, text.size() - 1), 100) : std::nullopt;
}

std::string FormatDecimal(double number) {
  std::array<char, 400> digits;  // a double has at most 309 digits before its point
  const auto end =
      std::to_chars(digits.data(), digits.data() + digits.size(), number, std::chars_format::fixed)
          .ptr;
  return std::string(digits.data(), end);
}

}  // namespace kproof

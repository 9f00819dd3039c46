#include "harness/settings/values.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstdlib>
#include <limits>
#include <optional>

#include "harness/base/text.h"

namespace kproof {
namespace {

// Integer.parseInt and Long.parseLong take a sign, also "+".
std::optional<long long> WholeNumber(const std::string& text) {
  if (text.empty() || std::isspace(static_cast<unsigned char>(text.front()))) return std::nullopt;
  char* end = nullptr;
  errno = 0;
  const long long number = std::strtoll(text.c_str(), &end, 10);
  if (errno != 0 || *end != '\0') return std::nullopt;
  return number;
}

// Double.parseDouble; it takes "1d" and hexadecimal numbers too, which nobody writes.
std::optional<double> Decimal(const std::string& text) {
  if (text.empty() || text.find_first_not_of("+-.0123456789eE") != std::string::npos)
    return std::nullopt;
  char* end = nullptr;
  const double number = std::strtod(text.c_str(), &end);
  return *end == '\0' ? std::optional(number) : std::nullopt;
}

std::vector<std::string> Items(const std::string& text) {
  std::vector<std::string> items;
  if (Trim(text).empty()) return items;
  for (const auto& item : Split(text, ',')) items.push_back(Trim(item));
  return items;
}

struct Bounds {
  std::string least, most;  // as printed; "": none
  std::string besides;      // one value more that is right: of "[1,...,9] or -1"
};

// "[0,...]", "[...,5]", "[0,...,100]" and "[1,...,9] or -1"; nothing for any other form.
std::optional<Bounds> BoundsOf(const std::string& range) {
  const auto dots = range.find("...");
  const auto close = range.find(']');
  if (range.empty() || range.front() != '[' || dots == std::string::npos ||
      close == std::string::npos || close < dots)
    return std::nullopt;
  Bounds bounds;
  bounds.least = Trim(range.substr(1, dots - 1));
  if (bounds.least.ends_with(',')) bounds.least.pop_back();
  bounds.most = range.substr(dots + 3, close - dots - 3);
  if (bounds.most.starts_with(',')) bounds.most.erase(0, 1);
  const std::string rest = range.substr(close + 1);
  if (rest.starts_with(" or ")) bounds.besides = rest.substr(4);
  const auto number = [](const std::string& text) { return text.empty() || Decimal(text); };
  return number(bounds.least) && number(bounds.most) ? std::optional(bounds) : std::nullopt;
}

// The words of "[compact, delete]" or "(case insensitive) [ES256, RS256]"; none for any other form.
struct Words {
  std::vector<std::string> words;
  bool any_case = false;
};
Words WordsOf(const std::string& range) {
  constexpr std::string_view kAnyCase = "(case insensitive) ";
  Words words;
  words.any_case = range.starts_with(kAnyCase);
  const std::string list = words.any_case ? range.substr(kAnyCase.size()) : range;
  if (list.starts_with('[') && list.ends_with(']') && list.find("...") == std::string::npos)
    words.words = Items(list.substr(1, list.size() - 2));
  return words;
}

// "by_duration:PnDTnHnMn.nS" admits every text that begins so.
bool IsOneOf(const Words& words, const std::string& value) {
  return std::any_of(words.words.begin(), words.words.end(), [&](const std::string& word) {
    const auto colon = word.find(':');
    if (colon != std::string::npos) return value.starts_with(word.substr(0, colon + 1));
    return word == value || (words.any_case && Lower(word) == Lower(value));
  });
}

std::string BoundsText(const Bounds& bounds) {
  std::string text;
  if (!bounds.least.empty()) text += " from " + bounds.least;
  if (!bounds.most.empty()) text += " to " + bounds.most;
  if (!bounds.besides.empty()) text += ", or " + bounds.besides;
  return text;
}

std::string WrongNumber(const Setting& setting, const std::string& value, bool whole,
                        std::optional<double> number) {
  const auto bounds = BoundsOf(setting.range);
  std::string form =
      std::string(whole ? "a whole number" : "a number") + (bounds ? BoundsText(*bounds) : "");
  if (!number) return form;
  if (!bounds || value == bounds->besides) return "";
  const bool in = (bounds->least.empty() || *number >= *Decimal(bounds->least)) &&
                  (bounds->most.empty() || *number <= *Decimal(bounds->most));
  return in ? "" : form;
}

std::string WrongWhole(const Setting& setting, const std::string& value) {
  auto number = WholeNumber(value);
  const auto within = [&](auto limits) {
    using Limits = decltype(limits);
    return *number >= Limits::min() && *number <= Limits::max();
  };
  const bool fits = number && (setting.type == "int"     ? within(std::numeric_limits<int>())
                               : setting.type == "short" ? within(std::numeric_limits<short>())
                                                         : true);
  std::string wrong = WrongNumber(
      setting, value, true, fits ? std::optional(static_cast<double>(*number)) : std::nullopt);
  if (number && !fits && !wrong.empty()) wrong += " that fits a Java " + setting.type;
  return wrong;
}

}  // namespace

std::string WrongValue(const Setting& setting, const std::string& given) {
  const std::string value = Trim(given);  // as ConfigDef.parseType does
  const std::string& type = setting.type;
  if (type == "boolean")
    return Lower(value) == "true" || Lower(value) == "false" ? "" : "true or false";
  if (type == "int" || type == "long" || type == "short") return WrongWhole(setting, value);
  if (type == "double") return WrongNumber(setting, value, false, Decimal(value));
  Words words = WordsOf(setting.range);
  // Some validators take any case and do not print that they do; their defaults give them away.
  if (!words.words.empty() && !IsOneOf(words, setting.fallback)) words.any_case = true;
  if (type == "list" && !words.words.empty()) {
    const auto items = Items(value);
    const bool right = std::all_of(items.begin(), items.end(),
                                   [&](const auto& item) { return IsOneOf(words, item); });
    return right ? "" : "a list of " + Join(words.words, ", ");
  }
  if (type == "string" && !words.words.empty())
    return IsOneOf(words, value) ? "" : "one of " + Join(words.words, ", ");
  if (setting.range.starts_with("non-empty") && value.empty()) return "something";
  return "";
}

bool SameValue(const std::string& type, const std::string& one, const std::string& other) {
  const std::string a = Trim(one);
  const std::string b = Trim(other);
  if (a == b) return true;
  if (type == "boolean") return Lower(a) == Lower(b);
  if (type == "list") return Items(a) == Items(b);
  if (type == "double") return Decimal(a) && Decimal(a) == Decimal(b);
  if (type == "int" || type == "long" || type == "short")
    return WholeNumber(a) && WholeNumber(a) == WholeNumber(b);
  return false;
}

}  // namespace kproof

#include "harness/base/bound.h"

#include "harness/base/text.h"
#include "harness/base/units.h"

namespace kproof {

std::pair<std::string, std::string> SplitBound(const std::string& text) {
  const auto end = text.find_first_not_of("<>=");
  if (end == std::string::npos) return {text, ""};
  return {text.substr(0, end), Trim(text.substr(end))};
}

std::string WrongLimit(std::string_view sign, std::string_view time) {
  if (sign != "<" && sign != "<=") return "a limit is an upper bound: write \"< 15s\"";
  const auto bound = ParseDuration(time);
  if (!bound) return "write a time with its unit, as in \"< 15s\"";
  return *bound == Duration::zero() ? "no time is below 0s: write more than 0s" : "";
}

}  // namespace kproof

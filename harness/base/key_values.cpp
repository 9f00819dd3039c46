#include "harness/base/key_values.h"

#include "harness/base/text.h"

namespace kproof {

std::optional<std::map<std::string, std::string>> ParseKeyValues(const std::string& text) {
  std::map<std::string, std::string> values;
  for (const auto& part : Split(text, ',')) {
    const auto equals = part.find('=');
    if (equals == std::string::npos || Trim(part.substr(0, equals)).empty()) return std::nullopt;
    if (!values.emplace(Trim(part.substr(0, equals)), Trim(part.substr(equals + 1))).second)
      return std::nullopt;
  }
  return values;
}

}  // namespace kproof

#include "harness/protocol/api.h"

#include <algorithm>

#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/protocol/schema.h"

namespace kproof {

const std::vector<std::string>& ApiNames() {
  static const auto kNames = [] {
    std::vector<std::string> names;
    for (const auto& message : protocol::Messages())
      if (message.way == protocol::Way::kRequest) names.push_back(message.name);
    return names;
  }();
  return kNames;
}

std::string ApiName(std::int16_t api_key) {
  const auto index = static_cast<std::size_t>(api_key);
  if (api_key < 0 || index >= ApiNames().size()) return "request kind " + std::to_string(api_key);
  return ApiNames()[index];
}

std::optional<std::int16_t> ApiKeyOf(const std::string& name) {
  const auto found = std::find(ApiNames().begin(), ApiNames().end(), name);
  if (found == ApiNames().end()) return std::nullopt;
  return static_cast<std::int16_t>(found - ApiNames().begin());
}

std::vector<std::int16_t> ParseApis(const std::string& text) {
  if (Trim(text) == "any") return {};
  std::vector<std::int16_t> keys;
  for (const auto& part : Split(text, ',')) {
    const std::string name = Trim(part);
    const auto key = ApiKeyOf(name);
    if (!key) {
      throw Error(ErrorKind::kUsage,
                  "Kafka has no request '" + name + "'" + DidYouMean(name, ApiNames()),
                  Hint("name one or several such as Produce, EndTxn, or any"));
    }
    keys.push_back(*key);
  }
  return keys;
}

}  // namespace kproof

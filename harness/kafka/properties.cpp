#include "harness/kafka/properties.h"

#include <fmt/format.h>

#include "harness/base/error.h"
#include "harness/base/read_input.h"
#include "harness/settings/java_properties.h"

namespace kproof {
namespace {

constexpr std::size_t kMostProperties = 1U << 20;  // bytes of a file

}  // namespace

std::map<std::string, std::string> ParseProperties(const std::string& name,
                                                   const std::string& text) {
  std::map<std::string, std::string> properties;
  for (const auto& [line, key, value] : ReadJavaProperties(name, text))
    if (!properties.emplace(key, value).second)
      throw Error(ErrorKind::kUsage, fmt::format("{}:{}: {} is there twice", name, line, key));
  return properties;
}

std::map<std::string, std::string> ReadProperties(const std::string& file,
                                                  const std::vector<std::string>& properties,
                                                  const PropertyOptions& options) {
  std::map<std::string, std::string> all;
  if (!file.empty()) all = ParseProperties(file, ReadInputOf(options.file, file, kMostProperties));
  for (const auto& property : properties) {
    const auto equals = property.find('=');
    if (equals == std::string::npos || equals == 0)
      throw Error(ErrorKind::kUsage, fmt::format("{}: that is not key=value", options.property),
                  Hint("write key=value, as Kafka's tools take it"));
    all[property.substr(0, equals)] = property.substr(equals + 1);
  }
  return all;
}

}  // namespace kproof

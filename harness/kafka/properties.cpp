#include "harness/kafka/properties.h"

#include <fmt/format.h>

#include <set>

#include "harness/base/error.h"
#include "harness/base/read_input.h"
#include "harness/settings/java_properties.h"

namespace kproof {
namespace {

constexpr std::size_t kMostProperties = 1U << 20;  // bytes of a file

}  // namespace

std::vector<PlacedProperty> ParsePlacedProperties(const std::string& name,
                                                  const std::string& text) {
  std::vector<PlacedProperty> properties;
  std::set<std::string> keys;
  for (const auto& [line, key, value] : ReadJavaProperties(name, text)) {
    const auto where = fmt::format("{}:{}", name, line);
    if (!keys.insert(key).second)
      throw Error(ErrorKind::kUsage, fmt::format("{}: {} is there twice", where, key));
    properties.push_back({key, value, where});
  }
  return properties;
}

std::map<std::string, std::string> ParseProperties(const std::string& name,
                                                   const std::string& text) {
  std::map<std::string, std::string> properties;
  for (const auto& property : ParsePlacedProperties(name, text))
    properties.emplace(property.key, property.value);
  return properties;
}

std::vector<PlacedProperty> ReadPlacedProperties(const std::string& file,
                                                 const std::vector<std::string>& properties,
                                                 const PropertyOptions& options) {
  std::vector<PlacedProperty> all;
  if (!file.empty())
    all = ParsePlacedProperties(file, ReadInputOf(options.file, file, kMostProperties));
  for (const auto& property : properties) {
    const auto equals = property.find('=');
    if (equals == std::string::npos || equals == 0)
      throw Error(ErrorKind::kUsage, fmt::format("{}: that is not key=value", options.property),
                  Hint("write key=value, as Kafka's tools take it"));
    const auto key = property.substr(0, equals);
    std::erase_if(all, [&](const PlacedProperty& other) { return other.key == key; });
    all.push_back({key, property.substr(equals + 1), options.property});
  }
  return all;
}

std::map<std::string, std::string> ReadProperties(const std::string& file,
                                                  const std::vector<std::string>& properties,
                                                  const PropertyOptions& options) {
  std::map<std::string, std::string> all;
  for (const auto& property : ReadPlacedProperties(file, properties, options))
    all[property.key] = property.value;
  return all;
}

}  // namespace kproof

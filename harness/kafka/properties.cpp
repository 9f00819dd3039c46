#include "harness/kafka/properties.h"

#include <fmt/format.h>

#include <fstream>
#include <sstream>

#include "harness/base/error.h"
#include "harness/base/text.h"

namespace kproof {
namespace {

std::pair<std::string, std::string> KeyAndValue(const std::string& where, const std::string& line) {
  const auto equals = line.find('=');
  const auto key = Trim(line.substr(0, equals));
  if (equals == std::string::npos || key.empty())
    throw Error(ErrorKind::kUsage, fmt::format("{}: '{}' is not key=value", where, line));
  return {key, Trim(line.substr(equals + 1))};
}

}  // namespace

std::map<std::string, std::string> ParseProperties(const std::string& name,
                                                   const std::string& text) {
  std::map<std::string, std::string> properties;
  int number = 0;
  for (const auto& raw : Split(text, '\n')) {
    ++number;
    const auto line = Trim(raw);
    if (line.empty() || line.front() == '#' || line.front() == '!') continue;
    const auto where = fmt::format("{}:{}", name, number);
    const auto [key, value] = KeyAndValue(where, line);
    if (!properties.emplace(key, value).second)
      throw Error(ErrorKind::kUsage, fmt::format("{}: {} is there twice", where, key));
  }
  return properties;
}

std::map<std::string, std::string> ReadProperties(const std::string& file,
                                                  const std::vector<std::string>& properties) {
  std::map<std::string, std::string> all;
  if (!file.empty()) {
    const std::ifstream stream(file);
    std::ostringstream text;
    if (!stream || !(text << stream.rdbuf()))
      throw Error(ErrorKind::kUsage, "--command-config " + file + " can't be read");
    all = ParseProperties(file, text.str());
  }
  for (const auto& property : properties) {
    const auto [key, value] = KeyAndValue("--command-property", property);
    all[key] = value;
  }
  return all;
}

}  // namespace kproof

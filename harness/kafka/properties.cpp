#include "harness/kafka/properties.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "harness/base/error.h"
#include "harness/base/read_input.h"
#include "harness/base/text.h"

namespace kproof {
namespace {

constexpr std::size_t kMostProperties = 1U << 20;  // bytes of a file

// What is told of a line is where it stands, never what it says: it may be a secret.
[[noreturn]] void Refuse(const std::string& where, const char* why) {
  throw Error(ErrorKind::kUsage, fmt::format("{}: {}", where, why),
              Hint("write key=value, as Kafka's tools take it"));
}

// A line of java.util.Properties: it goes on in the next one where it ends in an odd number of
// backslashes.
struct LogicalLine {
  int number = 0;  // of its first
  std::string text;
};

std::vector<LogicalLine> LogicalLines(const std::string& name, const std::string& text) {
  std::vector<LogicalLine> lines;
  bool goes_on = false;
  int number = 0;
  for (const auto& raw : Split(text, '\n')) {
    ++number;
    const auto begin = std::min(raw.find_first_not_of(" \t\f"), raw.size());
    auto line = raw.substr(begin);
    if (line.ends_with('\r')) line.pop_back();
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

// One character that stands behind a backslash.
char Unescape(const std::string& where, char escaped) {
  switch (escaped) {
    case 't':
      return '\t';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 'f':
      return '\f';
    case 'u':
      Refuse(where, "\\u is not understood here; write the character itself in UTF-8");
    default:
      return escaped;
  }
}

std::string Unescape(const std::string& where, std::string_view text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size(); ++at)
    plain += text[at] == '\\' && at + 1 < text.size() ? Unescape(where, text[++at]) : text[at];
  return plain;
}

// The key ends at the first '=', ':' or space that no backslash stands before.
std::pair<std::string, std::string> KeyAndValue(const std::string& where, const std::string& line) {
  std::size_t end = 0;
  while (end < line.size() && std::string_view("=: \t").find(line[end]) == std::string_view::npos)
    end += line[end] == '\\' ? 2 : 1;
  end = std::min(end, line.size());
  auto value = line.find_first_not_of(" \t", end);
  if (value == std::string::npos || end == 0) Refuse(where, "that is not key=value");
  if (line[value] == '=' || line[value] == ':') value = line.find_first_not_of(" \t", value + 1);
  const std::string_view rest =
      value == std::string::npos ? std::string_view() : std::string_view(line).substr(value);
  return {Unescape(where, std::string_view(line).substr(0, end)), Trim(Unescape(where, rest))};
}

}  // namespace

std::vector<PlacedProperty> ParsePlacedProperties(const std::string& name,
                                                  const std::string& text) {
  std::vector<PlacedProperty> properties;
  std::set<std::string> keys;
  for (const auto& [number, line] : LogicalLines(name, text)) {
    const auto where = fmt::format("{}:{}", name, number);
    const auto [key, value] = KeyAndValue(where, line);
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

namespace {

std::string TextOf(const std::string& file, const char* option) {
  try {
    return ReadInput(file, kMostProperties);
  } catch (const Error& error) {
    throw Error(error.kind(), fmt::format("{} {} {}", option, file, error.what()),
                Hint(error.hint()));
  }
}

}  // namespace

std::vector<PlacedProperty> ReadPlacedProperties(const std::string& file,
                                                 const std::vector<std::string>& properties,
                                                 const PropertyOptions& options) {
  std::vector<PlacedProperty> all;
  if (!file.empty()) all = ParsePlacedProperties(file, TextOf(file, options.file));
  for (const auto& property : properties) {
    const auto equals = property.find('=');
    if (equals == std::string::npos || equals == 0)
      Refuse(options.property, "that is not key=value");
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

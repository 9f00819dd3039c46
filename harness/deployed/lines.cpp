#include "harness/deployed/lines.h"

#include <algorithm>

#include "harness/base/text.h"

namespace kproof {

std::vector<std::string> LinesOf(const std::string& text) {
  auto lines = Split(text, '\n');
  for (auto& line : lines)
    if (line.ends_with('\r')) line.pop_back();
  return lines;
}

bool IsConfigsHeading(std::string_view line) {
  if (!line.ends_with(" are:")) return false;
  // Up to Kafka 2.4 "Configs for broker 1 are:" and "Default config for brokers …".
  for (const std::string_view begin : {"All configs for ", "Configs for ", "Default config for ",
                                       "Default configs for ", "Dynamic configs for "})
    if (line.starts_with(begin)) return true;
  return false;
}

bool IsTopicHeading(std::string_view line) {
  return line.starts_with("Topic:") && line.find("PartitionCount:") != std::string_view::npos;
}

bool IsStrimziVersion(std::string_view line) {
  return line.find("apiVersion") != std::string_view::npos &&
         line.find("kafka.strimzi.io/") != std::string_view::npos;
}

bool HasHeading(const std::string& text) {
  const auto lines = LinesOf(text);
  return std::any_of(lines.begin(), lines.end(), [](const std::string& line) {
    return IsConfigsHeading(line) || IsTopicHeading(line) || IsStrimziVersion(line);
  });
}

bool IsVariableName(std::string_view text) {
  return !text.empty() && text.front() >= 'A' && text.front() <= 'Z' &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
         });
}

std::string_view VariableIn(std::string_view line) {
  const auto skip = [&](std::string_view word) {
    if (line.starts_with(word)) line.remove_prefix(word.size());
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
  };
  skip("");
  skip("- ");
  skip("export ");
  skip("\"");
  const auto end = std::min(line.find_first_of("=:"), line.size());
  const auto name = line.substr(0, end);
  const bool ends = end < line.size() && (line[end] == '=' || line.substr(end).starts_with(": "));
  return ends && IsVariableName(name) ? name : std::string_view();
}

}  // namespace kproof

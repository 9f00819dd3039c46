#include "harness/settings/tables.h"

#include <algorithm>
#include <array>
#include <utility>

#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/settings/embedded.h"

namespace kproof {
namespace {

using Numbers = std::vector<std::int64_t>;

Numbers NumbersOf(const std::string& version) {
  Numbers numbers;
  for (const auto& part : Split(version, '.')) numbers.push_back(ParseInt(part).value_or(0));
  return numbers;
}

// Of a version of Kafka only the first two numbers count.
Numbers MinorOf(const std::string& version) {
  auto numbers = NumbersOf(version);
  numbers.resize(2);
  return numbers;
}

// A row is name, columns in between, and "first-last" or one version.
std::vector<Setting> Parse(const char* table, std::size_t type_column) {
  std::vector<Setting> settings;
  const auto lines = Split(EmbeddedTable(table), '\n');
  for (std::size_t at = 1; at < lines.size(); ++at) {
    const auto cells = Split(lines[at], '\t');
    if (cells.size() < type_column + 4) continue;  // the end of the file
    const auto versions = Split(cells.back(), '-');
    settings.push_back({cells[0], cells[type_column], cells[type_column + 1],
                        cells[type_column + 2], versions.front(), versions.back()});
  }
  return settings;
}

const char* TableOf(SettingKind kind) {
  constexpr std::array kNames = {"admin", "broker", "consumer", "producer", "topic"};
  return kNames.at(static_cast<std::size_t>(kind));
}

bool Holds(const Setting& setting, const Numbers& version) {
  return MinorOf(setting.first) <= version && version <= MinorOf(setting.last);
}

std::pair<std::string, std::string> FirstAndLast() {
  const auto& all = AllSettings(SettingKind::kBroker);
  std::pair<std::string, std::string> versions = {all.front().first, all.front().last};
  for (const auto& setting : all) {
    if (OlderVersion(setting.first, versions.first)) versions.first = setting.first;
    if (OlderVersion(versions.second, setting.last)) versions.second = setting.last;
  }
  return versions;
}

}  // namespace

const std::vector<Setting>& AllSettings(SettingKind kind) {
  static const std::array kTables = {
      Parse(TableOf(SettingKind::kAdmin), 1), Parse(TableOf(SettingKind::kBroker), 1),
      Parse(TableOf(SettingKind::kConsumer), 1), Parse(TableOf(SettingKind::kProducer), 1),
      Parse(TableOf(SettingKind::kTopic), 1)};
  return kTables.at(static_cast<std::size_t>(kind));
}

const std::vector<Setting>& LibrdkafkaSettings() {
  static const auto kTable = Parse("librdkafka", 2);  // which clients it is for stands before
  return kTable;
}

bool InTables(const std::string& kafka_version) {
  static const auto kVersions = FirstAndLast();
  const auto version = MinorOf(kafka_version);
  return MinorOf(kVersions.first) <= version && version <= MinorOf(kVersions.second);
}

std::string VersionsInTables() {
  const auto versions = FirstAndLast();
  return versions.first + " to " + versions.second;
}

std::optional<Setting> FindSetting(SettingKind kind, const std::string& kafka_version,
                                   const std::string& name) {
  const auto version = MinorOf(kafka_version);
  for (const auto& setting : AllSettings(kind))
    if (setting.name == name && Holds(setting, version)) return setting;
  return std::nullopt;
}

std::vector<std::string> SettingNames(SettingKind kind, const std::string& kafka_version) {
  const auto version = MinorOf(kafka_version);
  std::vector<std::string> names;
  for (const auto& setting : AllSettings(kind))
    if (Holds(setting, version)) names.push_back(setting.name);
  return names;
}

bool OlderVersion(const std::string& one, const std::string& other) {
  return NumbersOf(one) < NumbersOf(other);
}

}  // namespace kproof

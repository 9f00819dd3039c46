// Every setting that Kafka and librdkafka define, by version: data that
// scripts/settings/make-tables.py made from their own definitions, those that they call internal
// among them.
//
// Thread-safe: constants.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace kproof {

// As Kafka's ConfigDef prints it: type "int", range "[0,...,100]", "[compact, delete]" or "";
// fallback
// "(null)", or "(none)" where it must be given.
struct Setting {
  std::string name;
  std::string type;
  std::string fallback;
  std::string range;
  std::string first, last;  // versions that have it so: "3.3", "4.3"
};

enum class SettingKind { kAdmin, kBroker, kConsumer, kProducer, kTopic };

// Rows of all versions, in the order of their names and then of their versions.
const std::vector<Setting>& AllSettings(SettingKind kind);
// Of librdkafka; `type` and `range` as its own list has them ("integer", "0 .. 1000").
const std::vector<Setting>& LibrdkafkaSettings();

// Whether settings of this version of Kafka ("4.3.1") are in the tables.
bool InTables(const std::string& kafka_version);
// "3.3 to 4.3"
std::string VersionsInTables();

// Of this kind and version; nothing where that version has no such setting.
std::optional<Setting> FindSetting(SettingKind kind, const std::string& kafka_version,
                                   const std::string& name);
// Names of that version.
std::vector<std::string> SettingNames(SettingKind kind, const std::string& kafka_version);

// Of "4.3.1" and "4.3" alike: whether the first is older.
bool OlderVersion(const std::string& one, const std::string& other);

}  // namespace kproof

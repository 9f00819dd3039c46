// What is wrong with settings that somebody gives to a node or a topic: names that this version of
// Kafka does not know, values that it would refuse, and settings that are not the giver's to
// choose.
//
// Thread-safe: pure functions.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "harness/settings/tables.h"

namespace kproof {

struct SettingProblem {
  std::string key;
  bool of_value = false;  // else of the name
  std::string what;       // "unknown broker setting 'log.flush.interval.mesages'"
  std::string hint;       // "did you mean 'log.flush.interval.messages'?"
};

using SettingMap = std::map<std::string, std::string>;  // Kafka's own names → values as text

// Server properties of a cluster's nodes. `object` is for people: "cluster main". Names in
// `unchecked` are let through, except those of WhyNodesOwn. Of a version that is not in the tables
// only those are refused.
std::vector<SettingProblem> CheckNodeSettings(const std::string& object,
                                              const std::string& kafka_version,
                                              const SettingMap& settings,
                                              const std::set<std::string>& unchecked);
std::vector<SettingProblem> CheckTopicSettings(const std::string& object,
                                               const std::string& kafka_version,
                                               const SettingMap& settings);

// Kafka defines no such setting but gives it to what it loads: plugins read it by their own rules.
// "listener.name.client.max.connections", "rsm.config.bucket", "super.users".
bool IsPassedOn(const std::string& name);

// Why nobody but kproof sets this property of a node, with what to write instead; "" for all
// others.
std::string WhyNodesOwn(const std::string& name);

// How old or new a Kafka must be to have the setting, where it is not `kafka_version`: "Kafka 4.0
// and newer have it", "Kafka 3.9 was the last that had it"; "" where no version has it.
std::string WhichVersionsHave(SettingKind kind, const std::string& kafka_version,
                              const std::string& name);

}  // namespace kproof

#include "harness/settings/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "harness/base/text.h"
#include "harness/settings/values.h"

namespace kproof {
namespace {

const char* KindName(SettingKind kind) { return kind == SettingKind::kTopic ? "topic" : "broker"; }

// Many settings of topics have their default in one of nodes that begins with "log.".
std::string NameElsewhere(SettingKind kind, const std::string& version, const std::string& name) {
  constexpr std::string_view kLog = "log.";
  if (kind == SettingKind::kBroker && FindSetting(SettingKind::kTopic, version, name)) {
    const std::string own = std::string(kLog) + name;
    return FindSetting(kind, version, own)
               ? fmt::format("that is a setting of topics; brokers call it '{}'", own)
               : "that is a setting of topics: put it under `config` of a topic";
  }
  if (kind == SettingKind::kTopic && FindSetting(SettingKind::kBroker, version, name)) {
    const std::string own = name.starts_with(kLog) ? name.substr(kLog.size()) : "";
    return FindSetting(kind, version, own)
               ? fmt::format("that is a setting of brokers; topics call it '{}'", own)
               : "that is a setting of brokers: put it under `config` of the cluster";
  }
  return "";
}

std::string UnknownHint(SettingKind kind, const std::string& version, const std::string& name) {
  for (const auto& hint :
       {NameElsewhere(kind, version, name), WhichVersionsHave(kind, version, name)})
    if (!hint.empty()) return hint;
  const auto near = Nearest(name, SettingNames(kind, version));
  if (!near.empty()) return fmt::format("did you mean '{}'?", near);
  return kind == SettingKind::kTopic ? "Kafka refuses topics with settings that it does not know"
                                     : "Kafka ignores what it does not know; a plugin's own stands "
                                       "in `config_unchecked` too";
}

// The listeners of a node have these names (node_files.cpp), written small in prefixes.
std::optional<std::string> WrongListener(const std::string& name) {
  constexpr std::string_view kPrefix = "listener.name.";
  constexpr std::array<std::string_view, 3> kListeners = {"client.", "controller.", "replication."};
  if (!name.starts_with(kPrefix)) return std::nullopt;
  const std::string rest = name.substr(kPrefix.size());
  for (const auto listener : kListeners)
    if (rest.starts_with(listener)) return std::nullopt;
  return rest.substr(0, rest.find('.'));
}

std::optional<SettingProblem> CheckOne(SettingKind kind, const std::string& object,
                                       const std::string& version, const std::string& name,
                                       const std::string& value) {
  if (kind == SettingKind::kBroker && IsPassedOn(name)) {
    if (const auto listener = WrongListener(name))
      return SettingProblem{name, false, fmt::format("there is no listener '{}'", *listener),
                            "there are client, controller, replication"};
    return std::nullopt;
  }
  const auto setting = FindSetting(kind, version, name);
  if (!setting)
    return SettingProblem{name, false, fmt::format("unknown {} setting '{}'", KindName(kind), name),
                          UnknownHint(kind, version, name)};
  const std::string wrong = WrongValue(*setting, value);
  if (wrong.empty()) return std::nullopt;
  return SettingProblem{name, true, fmt::format("{} of {} is '{}'", name, object, value),
                        "write " + wrong};
}

}  // namespace

std::vector<SettingProblem> CheckNodeSettings(const std::string& object,
                                              const std::string& kafka_version,
                                              const SettingMap& settings,
                                              const std::set<std::string>& unchecked) {
  std::vector<SettingProblem> problems;
  for (const auto& [name, value] : settings) {
    const std::string owned = WhyNodesOwn(name);
    if (!owned.empty()) {
      problems.push_back(
          {name, false, fmt::format("'{}' can't be set in {}", name, object), owned});
      continue;
    }
    if (unchecked.contains(name) || !InTables(kafka_version)) continue;
    if (auto problem = CheckOne(SettingKind::kBroker, object, kafka_version, name, value))
      problems.push_back(std::move(*problem));
  }
  return problems;
}

std::vector<SettingProblem> CheckTopicSettings(const std::string& object,
                                               const std::string& kafka_version,
                                               const SettingMap& settings) {
  std::vector<SettingProblem> problems;
  if (!InTables(kafka_version)) return problems;
  for (const auto& [name, value] : settings)
    if (auto problem = CheckOne(SettingKind::kTopic, object, kafka_version, name, value))
      problems.push_back(std::move(*problem));
  return problems;
}

std::string WhichVersionsHave(SettingKind kind, const std::string& kafka_version,
                              const std::string& name) {
  std::string last;
  for (const auto& setting : AllSettings(kind)) {
    if (setting.name != name) continue;
    if (OlderVersion(kafka_version, setting.first))
      return fmt::format("Kafka {} and newer have it", setting.first);
    last = setting.last;
  }
  return last.empty() ? "" : fmt::format("Kafka {} was the last that had it", last);
}

}  // namespace kproof

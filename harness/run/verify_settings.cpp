#include "harness/run/verify_settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "harness/base/contains.h"
#include "harness/base/error.h"
#include "harness/run/settings.h"
#include "harness/settings/check.h"
#include "harness/settings/values.h"

namespace kproof {
namespace {

using Told = std::map<std::string, std::map<std::string, std::string>>;  // subject → key → value

// Without features: a broker may have said those, and not its settings.
Told Of(const std::string& scope, const std::vector<SettingFact>& facts) {
  Told told;
  for (const auto& fact : facts)
    if (fact.scope == scope && fact.origin != kFeatureOrigin)
      told[fact.subject][fact.key] = fact.value;
  return told;
}

// Of a version that is not in the tables any way of reading the two will do.
bool Same(SettingKind kind, const std::string& version, const std::string& key,
          const std::string& set, const std::string& told) {
  if (const auto setting = FindSetting(kind, version, key))
    return SameValue(setting->type, set, told);
  const std::vector<std::string> types = {"boolean", "list", "double", "long"};
  return std::any_of(types.begin(), types.end(),
                     [&](const auto& type) { return SameValue(type, set, told); });
}

void Verify(SettingKind kind, const std::string& version, const std::string& subject,
            const Config& config, const std::map<std::string, std::string>& told) {
  for (const auto& [key, set] : config) {
    const auto found = told.find(key);
    const std::string in = kind == SettingKind::kTopic ? "the topic's `config`" : "`config`";
    if (found == told.end() || found->second == kUnknownSetting)
      throw Error(
          ErrorKind::kUsage,
          fmt::format("{} does not know the setting '{}' of {}", subject, key, in),
          Hint("correct its name; if only a plugin knows it, list it in `config_unchecked`"));
    if (found->second == kHiddenSetting || Same(kind, version, key, set, found->second)) continue;
    throw Error(
        ErrorKind::kUsage,
        fmt::format("{} reports {}={}, but {} sets {}", subject, key, found->second, in, set),
        Hint("a run whose settings differ from its scenario proves nothing"));
  }
}

}  // namespace

void VerifySettings(const ClusterSpec& cluster, const std::string& kafka_version,
                    const std::vector<TopicSpec>& topics, const std::vector<SettingFact>& told) {
  Config of_nodes = cluster.config;
  std::erase_if(of_nodes, [&](const auto& entry) {
    const auto& unchecked = cluster.config_unchecked;
    return IsPassedOn(entry.first) || Contains(unchecked, entry.first);
  });
  for (const auto& [node, settings] : Of("broker", told))
    Verify(SettingKind::kBroker, kafka_version, node, of_nodes, settings);
  const auto of_topics = Of("topic", told);
  for (const auto& topic : topics)
    if (const auto found = of_topics.find(topic.name); found != of_topics.end())
      Verify(SettingKind::kTopic, kafka_version, "topic " + topic.name, topic.config,
             found->second);
}

}  // namespace kproof

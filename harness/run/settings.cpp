#include "harness/run/settings.h"

#include "audit/promise/settings.h"
#include "harness/cluster/connect.h"
#include "harness/kafka/membership_messages.h"

namespace kproof {
namespace {

constexpr Duration kAnswerLimit = std::chrono::seconds(3);

void Append(std::vector<SettingFact>& facts, const std::string& cluster, const std::string& scope,
            const std::string& subject, const std::optional<std::vector<ConfigEntry>>& entries) {
  if (!entries) return;
  for (const auto& entry : *entries)
    facts.push_back({scope, subject, entry.key,
                     !entry.known ? kUnknownSetting : entry.value.value_or(kHiddenSetting),
                     entry.source, cluster});
}

}  // namespace

std::vector<SettingFact> ReadSettings(const Cluster& cluster,
                                      const std::vector<std::string>& topics) {
  std::vector<SettingFact> facts;
  bool topics_read = false;
  for (const Node* broker : cluster.brokers()) {
    NodeClient client = Connect(*broker);
    Append(facts, cluster.name(), "broker", broker->name(),
           client.BrokerConfig(broker->id(), kAnswerLimit));
    // As if it were a setting: whether the ELR is in force decides what a power loss may cost.
    if (const auto features = client.Ask(messages::AskFeatures(), kAnswerLimit)) {
      auto levels = messages::ReadFeatures(*features).finalized;
      facts.push_back({"broker", broker->name(), promise_key::kElr,
                       std::to_string(levels[promise_key::kElr]), kFeatureOrigin, cluster.name()});
    }
    if (topics_read) continue;
    for (const auto& topic : topics) {
      const auto entries = client.TopicConfig(topic, kAnswerLimit);
      topics_read = topics_read || entries.has_value();
      Append(facts, cluster.name(), "topic", topic, entries);
    }
  }
  return facts;
}

}  // namespace kproof

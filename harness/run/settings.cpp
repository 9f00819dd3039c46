#include "harness/run/settings.h"

#include <future>

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

std::vector<SettingFact> OfBroker(const Cluster& cluster, const Node& broker) {
  std::vector<SettingFact> facts;
  NodeClient client = Connect(broker);
  Append(facts, cluster.name(), "broker", broker.name(),
         client.BrokerConfig(broker.id(), kAnswerLimit));
  // As if it were a setting: whether the ELR is in force decides what a power loss may cost.
  if (const auto features = client.Ask(messages::AskFeatures(), kAnswerLimit)) {
    auto levels = messages::ReadFeatures(*features).finalized;
    facts.push_back({"broker", broker.name(), promise_key::kElr,
                     std::to_string(levels[promise_key::kElr]), kFeatureOrigin, cluster.name()});
  }
  return facts;
}

// From the first broker that answers.
void AppendTopics(const Cluster& cluster, const std::vector<std::string>& topics,
                  std::vector<SettingFact>& facts) {
  for (const Node* broker : cluster.brokers()) {
    NodeClient client = Connect(*broker);
    bool read = topics.empty();
    for (const auto& topic : topics) {
      const auto entries = client.TopicConfig(topic, kAnswerLimit);
      read = read || entries.has_value();
      Append(facts, cluster.name(), "topic", topic, entries);
    }
    if (read) return;
  }
}

}  // namespace

// All brokers at once: each is a JVM that answers this question for the first time.
std::vector<SettingFact> ReadSettings(const Cluster& cluster,
                                      const std::vector<std::string>& topics) {
  std::vector<std::future<std::vector<SettingFact>>> asked;
  for (const Node* broker : cluster.brokers())
    asked.push_back(
        std::async(std::launch::async, [&cluster, broker] { return OfBroker(cluster, *broker); }));
  std::vector<SettingFact> facts;
  AppendTopics(cluster, topics, facts);
  for (auto& one : asked) {
    const auto more = one.get();
    facts.insert(facts.end(), more.begin(), more.end());
  }
  return facts;
}

}  // namespace kproof

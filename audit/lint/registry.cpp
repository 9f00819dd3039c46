#include "audit/lint/registry.h"

#include <algorithm>

#include "audit/promise/settings.h"

namespace kproof {

std::vector<LintRule> BrokerRules();
std::vector<LintRule> ConsumerRules();
std::vector<LintRule> ConsumerStartRules();
std::vector<LintRule> InternalTopicRules();
std::vector<LintRule> KraftRules();
std::vector<LintRule> ProducerRules();
std::vector<LintRule> ProducerStartRules();
std::vector<LintRule> RetentionRules();
std::vector<LintRule> SecurityRules();
std::vector<LintRule> TimeoutRules();
std::vector<LintRule> TopicRules();
std::vector<LintRule> TransactionRules();
std::vector<LintRule> VersionRules();

const char* NameOf(LintSeverity severity) {
  switch (severity) {
    case LintSeverity::kMust:
      return "must";
    case LintSeverity::kShould:
      return "should";
    case LintSeverity::kNote:
      return "note";
  }
  return "";
}

const char* NameOf(LintConfidence confidence) {
  switch (confidence) {
    case LintConfidence::kHigh:
      return "high";
    case LintConfidence::kMedium:
      return "medium";
    case LintConfidence::kContext:
      return "context";
  }
  return "";
}

const std::vector<LintRule>& LintRules() {
  static const auto kRules = [] {
    std::vector<LintRule> all;
    for (const auto table :
         {ProducerRules, ProducerStartRules, TimeoutRules, TransactionRules, ConsumerRules,
          ConsumerStartRules, TopicRules, RetentionRules, BrokerRules, InternalTopicRules,
          KraftRules, SecurityRules, VersionRules}) {
      const auto rules = table();
      all.insert(all.end(), rules.begin(), rules.end());
    }
    return all;
  }();
  return kRules;
}

const LintRule* FindLintRule(const std::string& id) {
  const auto& rules = LintRules();
  const auto found =
      std::find_if(rules.begin(), rules.end(), [&](const LintRule& rule) { return id == rule.id; });
  return found == rules.end() ? nullptr : &*found;
}

const std::set<std::pair<SettingScope, std::string>>& SettingsThatMatter() {
  static const auto kSettings = [] {
    std::set<std::pair<SettingScope, std::string>> all;
    for (const auto& rule : LintRules())
      for (const auto& setting : rule.settings) all.emplace(setting.scope, setting.key);
    for (const char* key : {"acks", "delivery.timeout.ms", "enable.idempotence",
                            "max.in.flight.requests.per.connection", "retries", "transactional.id"})
      all.emplace(SettingScope::kProducer, key);
    for (const auto scope : {SettingScope::kProducer, SettingScope::kConsumer})
      all.emplace(scope, kClientKey);
    for (const char* key :
         {promise_key::kFlush, promise_key::kMinIsr, promise_key::kUnclean, kReplicationKey})
      all.emplace(SettingScope::kTopic, key);
    for (const char* key : {promise_key::kElr, promise_key::kSession})
      all.emplace(SettingScope::kBroker, key);
    return all;
  }();
  return kSettings;
}

}  // namespace kproof

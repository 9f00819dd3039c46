#include "audit/lint/promised.h"

#include "audit/promise/settings.h"

namespace kproof {
namespace {

constexpr char kCluster[] = "main";
constexpr char kProducer[] = "producer";

std::vector<SettingFact> FactsOf(const LintSubject& subject) {
  std::vector<SettingFact> facts;
  for (const auto& [name, setting] : subject.settings) {
    if (name.first == SettingScope::kConsumer) continue;
    const std::string of = name.first == SettingScope::kTopic ? subject.topic : NameOf(name.first);
    facts.push_back({NameOf(name.first), of, name.second, setting.value, setting.origin});
  }
  return facts;
}

}  // namespace

PromiseSettings PromiseSettingsOf(const LintSubject& subject) {
  TopicRow topic;
  topic.cluster = kCluster;
  topic.name = subject.topic;
  auto settings = SettingsOf(Effective(FactsOf(subject)), kProducer, topic);
  settings.replication = subject.Replication();
  // Clients report it only where it is set.
  if (!settings.transactional && !subject.producer.kind.empty()) settings.transactional = false;
  return settings;
}

Duration SessionOf(const LintSubject& subject) {
  return SessionOf(Effective(FactsOf(subject)), kCluster);
}

}  // namespace kproof

#include "harness/run/declared_settings.h"

#include <fmt/format.h>

#include <algorithm>

#include "audit/promise/settings.h"
#include "harness/base/contains.h"
#include "harness/base/error.h"
#include "harness/base/wording.h"
#include "harness/kafka/client_check.h"
#include "harness/kafka/client_config.h"

namespace kproof {
namespace {

using Names = std::vector<std::string>;

// What promises turn on, and what Kafka's producer compares delivery.timeout.ms with.
Names OfProducers() {
  auto names = PromiseProducerKeys();
  names.insert(names.end(), {"linger.ms", "request.timeout.ms"});
  return names;
}

// Topic settings likewise, and the broker's setting that each follows.
constexpr struct {
  const char *topic, *broker;
} kFollowed[] = {{promise_key::kFlush, "log.flush.interval.messages"},
                 {promise_key::kMinIsr, promise_key::kMinIsr},
                 {promise_key::kUnclean, promise_key::kUnclean}};

void Require(const std::vector<SettingProblem>& problems) {
  if (problems.empty()) return;
  throw Error(ErrorKind::kUsage, problems.front().what, Hint(problems.front().hint));
}

Names KnownToProducers() {
  Names names;
  for (const auto& setting : AllSettings(SettingKind::kProducer)) names.push_back(setting.name);
  for (const auto& setting : LibrdkafkaSettings()) names.push_back(setting.name);
  return names;
}

// Those of `settings` that are in `used`; the others go to `unused`, unless nobody knows them.
SettingMap Used(const std::string& of, const SettingMap& settings, const Names& used,
                const Names& known, Names& unused) {
  SettingMap taken;
  for (const auto& [key, value] : settings) {
    if (Contains(used, key))
      taken[key] = value;
    else if (Contains(known, key) || IsPassedOn(key))
      unused.push_back(of + ": " + key);
    else
      throw Error(ErrorKind::kUsage, fmt::format("unknown {} setting '{}'", of, key),
                  Hint(Instead(key, known)));
  }
  return taken;
}

SettingFact FactOfTopic(const std::string& kafka, const std::string& name,
                        const std::string& followed, const SettingMap& topic,
                        const SettingMap& broker) {
  if (topic.contains(name)) return {"topic", "topic", name, topic.at(name), "given"};
  if (broker.contains(followed))
    return {"topic", "topic", name, broker.at(followed), "the brokers' " + followed};
  return {"topic", "topic", name, FindSetting(SettingKind::kTopic, kafka, name)->fallback,
          "default"};
}

}  // namespace

DeclaredFacts FactsOf(const DeclaredSettings& declared) {
  if (!InTables(declared.kafka))
    throw Error(ErrorKind::kUsage,
                fmt::format("settings of Kafka '{}' are not known", declared.kafka),
                Hint(fmt::format("name one of {}", VersionsInTables())));
  DeclaredFacts all;
  Names of_topics, of_brokers = {promise_key::kSession, promise_key::kElr};
  for (const auto& followed : kFollowed) {
    of_topics.emplace_back(followed.topic);
    of_brokers.emplace_back(followed.broker);
  }
  const auto producer =
      Used("producer", declared.producer, OfProducers(), KnownToProducers(), all.unused);
  const auto topic = Used("topic", declared.topic, of_topics,
                          SettingNames(SettingKind::kTopic, declared.kafka), all.unused);
  const auto broker = Used("broker", declared.broker, of_brokers,
                           SettingNames(SettingKind::kBroker, declared.kafka), all.unused);
  Require(CheckClientSettings(ClientRole::kProducer, "the producer", declared.defaults, producer));
  Require(CheckTopicSettings("the topic", declared.kafka, topic));
  Require(CheckNodeSettings("the brokers", declared.kafka, broker, {promise_key::kElr}));
  const auto client = ClientConfig::Producer(declared.defaults, producer);
  for (const auto& setting : client.EffectiveOfProducer())
    all.facts.push_back({"producer", "producer", setting.key, setting.value, setting.origin});
  for (const auto& [key, value] : broker)
    all.facts.push_back({"broker", "broker", key, value, "given"});
  for (const auto& followed : kFollowed)
    all.facts.push_back(
        FactOfTopic(declared.kafka, followed.topic, followed.broker, topic, broker));
  return all;
}

}  // namespace kproof

#include "harness/run/declared_settings.h"

#include <fmt/format.h>

#include <algorithm>

#include "audit/promise/settings.h"
#include "harness/base/contains.h"
#include "harness/base/error.h"
#include "harness/base/wording.h"
#include "harness/kafka/client_check.h"
#include "harness/kafka/client_config.h"
#include "harness/settings/java_producer.h"

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

// "server.properties:12"; "given" for what stands in no file.
std::string OriginOf(const DeclaredSettings& declared, const std::string& scope,
                     const std::string& key) {
  const auto origins = declared.origins.find(scope);
  if (origins == declared.origins.end() || !origins->second.contains(key)) return "given";
  return origins->second.at(key);
}

std::string Listed(const DeclaredSettings& declared, const std::string& scope,
                   const std::string& key) {
  const auto origin = OriginOf(declared, scope, key);
  return origin == "given" ? fmt::format("{}: {}", scope, key)
                           : fmt::format("{}: {} ({})", scope, key, origin);
}

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
SettingMap Used(const DeclaredSettings& declared, const std::string& of, const SettingMap& settings,
                const Names& used, const Names& known, Names& unused) {
  SettingMap taken;
  for (const auto& [key, value] : settings) {
    if (Contains(used, key))
      taken[key] = value;
    else if (Contains(known, key) || IsPassedOn(key))
      unused.push_back(Listed(declared, of, key));
    else
      throw Error(ErrorKind::kUsage, fmt::format("unknown {} setting '{}'", of, key),
                  Hint(Instead(key, known)));
  }
  return taken;
}

SettingFact FactOfTopic(const DeclaredSettings& declared, const std::string& name,
                        const std::string& followed, const SettingMap& topic,
                        const SettingMap& broker, Names& overridden) {
  const bool of_brokers = broker.contains(followed);
  if (topic.contains(name)) {
    if (of_brokers)
      overridden.push_back(
          fmt::format("{}: the topic's own {} counts", Listed(declared, "broker", followed), name));
    return {"topic", "topic", name, topic.at(name), OriginOf(declared, "topic", name)};
  }
  if (!of_brokers)
    return {"topic", "topic", name,
            FindSetting(SettingKind::kTopic, declared.kafka, name)->fallback, "default"};
  const auto origin = OriginOf(declared, "broker", followed);
  return {"topic", "topic", name, broker.at(followed),
          (origin == "given" ? "" : origin + ", ") + "the brokers' " + followed};
}

// What Java's producer does not know is left in, so that it is refused in its name.
void AddJavaProducer(const DeclaredSettings& declared, DeclaredFacts& all) {
  SettingMap given;
  for (const auto& [key, value] : declared.producer) {
    const bool known = FindSetting(SettingKind::kProducer, declared.kafka, key).has_value();
    if (known && !Contains(OfProducers(), key))
      all.unused.push_back(Listed(declared, "producer", key));
    else
      given[key] = value;
  }
  for (const auto& setting : EffectiveOfJavaProducer(declared.kafka, given))
    all.facts.push_back(
        {"producer", "producer", setting.key, setting.value,
         setting.origin == "given" ? OriginOf(declared, "producer", setting.key) : setting.origin});
}

void AddProducer(const DeclaredSettings& declared, DeclaredFacts& all) {
  const auto given =
      Used(declared, "producer", declared.producer, OfProducers(), KnownToProducers(), all.unused);
  Require(CheckClientSettings(ClientRole::kProducer, "the producer", declared.defaults, given));
  for (const auto& setting :
       ClientConfig::Producer(declared.defaults, given).EffectiveOfProducer()) {
    const auto origin = OriginOf(declared, "producer", setting.key);
    all.facts.push_back({"producer", "producer", setting.key, setting.value,
                         origin == "given" ? setting.origin : origin});
  }
}

Names OfTopics() {
  Names names;
  for (const auto& followed : kFollowed) names.emplace_back(followed.topic);
  return names;
}

Names OfBrokers() {
  Names names = {promise_key::kSession, promise_key::kElr};
  for (const auto& followed : kFollowed) names.emplace_back(followed.broker);
  return names;
}

}  // namespace

bool PromiseTurnsOn(const std::string& scope, const std::string& key) {
  return Contains(scope == "producer" ? OfProducers()
                  : scope == "topic"  ? OfTopics()
                                      : OfBrokers(),
                  key);
}

DeclaredFacts FactsOf(const DeclaredSettings& declared) {
  if (!InTables(declared.kafka))
    throw Error(ErrorKind::kUsage,
                fmt::format("settings of Kafka '{}' are not known", declared.kafka),
                Hint(fmt::format("name one of {}", VersionsInTables())));
  DeclaredFacts all;
  declared.defaults == "java" ? AddJavaProducer(declared, all) : AddProducer(declared, all);
  const auto topic = Used(declared, "topic", declared.topic, OfTopics(),
                          SettingNames(SettingKind::kTopic, declared.kafka), all.unused);
  const auto broker = Used(declared, "broker", declared.broker, OfBrokers(),
                           SettingNames(SettingKind::kBroker, declared.kafka), all.unused);
  Require(CheckTopicSettings("the topic", declared.kafka, topic));
  Require(CheckNodeSettings("the brokers", declared.kafka, broker, {promise_key::kElr}));
  for (const auto& [key, value] : broker)
    all.facts.push_back({"broker", "broker", key, value, OriginOf(declared, "broker", key)});
  for (const auto& followed : kFollowed)
    all.facts.push_back(
        FactOfTopic(declared, followed.topic, followed.broker, topic, broker, all.overridden));
  return all;
}

}  // namespace kproof

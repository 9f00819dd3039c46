#include "harness/run/lint_subject.h"

#include <fmt/format.h>

#include "audit/promise/settings.h"
#include "harness/base/contains.h"
#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/base/wording.h"
#include "harness/run/client_kind.h"
#include "harness/run/client_values.h"
#include "harness/settings/check.h"
#include "harness/settings/topic_defaults.h"
#include "harness/settings/values.h"

namespace kproof {
namespace {

// Levels of features, which brokers have not as settings (kafka-features.sh).
const std::vector<std::string>& Features() {
  static const std::vector<std::string> kFeatures = {
      promise_key::kElr, "group.version",   "kraft.version",      "metadata.version",
      "share.version",   "streams.version", "transaction.version"};
  return kFeatures;
}

// ELR came with Kafka 4.0 (KIP-966).
constexpr char kFirstWithElr[] = "4.0";

std::string Minor(const std::string& version) {
  return version.substr(0, version.find('.', version.find('.') + 1));
}

std::string Trimmed(const Setting& row, const std::string& value) {
  return row.type == "boolean" ? Lower(Trim(value)) : Trim(value);
}

class Subject {
 public:
  explicit Subject(const LintQuestion& question) : question_(question) {
    if (!InTables(question.kafka))
      throw Error(ErrorKind::kUsage,
                  fmt::format("settings of Kafka '{}' are not known", question.kafka),
                  Hint(fmt::format("name one of {}", VersionsInTables())));
    subject_.topic = question.topic;
    subject_.kafka = question.kafka;
    subject_.not_looked_at = question.notes;
    Set(SettingScope::kBroker, "version", {question.kafka, question.kafka_origin, true});
  }

  LintSubject Make() {
    Clients();
    Brokers();
    Topic();
    return std::move(subject_);
  }

 private:
  void Set(SettingScope scope, const std::string& key, const EffectiveSetting& setting) {
    subject_.settings[{scope, key}] = setting;
  }

  void Clients() {
    const auto& said = question_.defaults;
    auto producer = ClientKindOf(question_.producer, said);
    auto consumer = ClientKindOf(question_.consumer, said);
    if (producer.empty()) producer = consumer;
    if (consumer.empty()) consumer = producer;
    if (producer.empty())
      throw Error(ErrorKind::kUsage, "nothing says whose client these settings are for",
                  Hint("say --defaults java or --defaults librdkafka"));
    One(SettingScope::kProducer, producer, question_.producer, subject_.producer);
    if (!question_.consumer.empty())
      One(SettingScope::kConsumer, consumer, question_.consumer, subject_.consumer);
  }

  void One(SettingScope scope, const std::string& kind, const std::vector<PlacedProperty>& given,
           ClientSaid& client) {
    client = {kind, question_.client_version};
    auto values = ValuesOfClient(scope, client, given);
    for (const auto& [key, setting] : values.settings) Set(scope, key, setting);
    Set(scope, kClientKey,
        {kind, question_.defaults.empty() ? "by its settings" : "--defaults", true});
    if (!client.version.empty())
      Set(scope, kClientVersionKey, {client.version, "--client-version", true});
    NotLookedAt(values.not_looked_at);
  }

  void NotLookedAt(const std::vector<std::string>& sentences) {
    subject_.not_looked_at.insert(subject_.not_looked_at.end(), sentences.begin(), sentences.end());
  }

  // A setting that somebody says; false where this version of Kafka has none of that name.
  bool Give(SettingScope scope, SettingKind kind, const DeployedSetting& property) {
    const auto row = FindSetting(kind, question_.kafka, property.key);
    if (!row) return false;
    const auto wrong = WrongValue(*row, property.value);
    if (!wrong.empty() && !property.is_default)  // some have a default that nobody may write
      throw Error(
          ErrorKind::kUsage,
          fmt::format("{}: {} is '{}', which Kafka {} refuses", property.origin, property.key,
                      ShownValue(property.key, property.value), question_.kafka),
          Hint("write " + wrong));
    Set(scope, property.key,
        {ShownValue(property.key, Trimmed(*row, property.value)), property.origin,
         !property.is_default});
    return true;
  }

  void Unknown(const char* of, SettingKind kind, const DeployedSetting& property) {
    const auto versions = WhichVersionsHave(kind, question_.kafka, property.key);
    if (versions.empty())
      throw Error(ErrorKind::kUsage,
                  fmt::format("{}: unknown {} setting '{}'", property.origin, of, property.key),
                  Hint(Instead(property.key, SettingNames(kind, question_.kafka))));
    NotLookedAt({fmt::format("{}: {} ({}) is no setting of Kafka {}: {}", of, property.key,
                             property.origin, question_.kafka, versions)});
  }

  void Feature(const DeployedSetting& property) {
    const auto value = Trim(property.value);
    const bool text = property.key == "metadata.version" && value.find('.') != std::string::npos;
    if (!text && !ParseInt(value))
      throw Error(ErrorKind::kUsage,
                  fmt::format("{}: {} is '{}'", property.origin, property.key, value),
                  Hint("write its level, a whole number"));
    Set(SettingScope::kBroker, property.key, {value, property.origin, true});
  }

  void Brokers() {
    for (const auto& property : question_.broker) {
      if (IsFeature(property.key))
        Feature(property);
      else if (!Give(SettingScope::kBroker, SettingKind::kBroker, property)) {
        if (IsPassedOn(property.key))
          Set(SettingScope::kBroker, property.key,
              {ShownValue(property.key, Trim(property.value)), property.origin, true});
        else
          Unknown("broker", SettingKind::kBroker, property);
      }
      subject_.brokers_known = true;
    }
    if (OlderVersion(question_.kafka, kFirstWithElr))
      subject_.settings.try_emplace(
          {SettingScope::kBroker, promise_key::kElr},
          EffectiveSetting{"0", fmt::format("Kafka {} has no ELR", Minor(question_.kafka)), false});
    if (!subject_.brokers_known) return;
    for (const auto& name : SettingNames(SettingKind::kBroker, question_.kafka)) {
      const auto row = FindSetting(SettingKind::kBroker, question_.kafka, name);
      if (HasDefault(*row))
        subject_.settings.try_emplace({SettingScope::kBroker, name},
                                      EffectiveSetting{row->fallback, Default(), false});
    }
  }

  std::string Default() const { return "default of Kafka " + Minor(question_.kafka); }

  void Topic() {
    for (const auto& property : question_.topic_settings)
      if (!Give(SettingScope::kTopic, SettingKind::kTopic, property))
        Unknown("topic", SettingKind::kTopic, property);
    for (const auto& name : SettingNames(SettingKind::kTopic, question_.kafka))
      if (subject_.Find(SettingScope::kTopic, name) == nullptr) Follow(name);
    Replication();
  }

  // The brokers' value, else Kafka's default.
  void Follow(const std::string& name) {
    for (const auto& followed : FollowedByTopic(name)) {
      const auto* of_brokers = subject_.Find(SettingScope::kBroker, followed.broker);
      if (of_brokers == nullptr || !of_brokers->given) continue;
      const auto number = ParseInt(of_brokers->value);
      // Of retention in hours or minutes, too, -1 stands for no limit.
      const auto value = followed.factor == 1 || !number || *number < 0
                             ? of_brokers->value
                             : std::to_string(*number * followed.factor);
      Set(SettingScope::kTopic, name,
          {value, fmt::format("the brokers' {}, {}", followed.broker, of_brokers->origin), false});
      return;
    }
    const auto row = FindSetting(SettingKind::kTopic, question_.kafka, name);
    if (HasDefault(*row)) Set(SettingScope::kTopic, name, {row->fallback, Default(), false});
  }

  void Replication() {
    if (question_.replication)
      return Set(SettingScope::kTopic, kReplicationKey,
                 {std::to_string(*question_.replication), question_.replication_origin, true});
    constexpr char kOfBrokers[] = "default.replication.factor";
    const auto* of_brokers = subject_.Find(SettingScope::kBroker, kOfBrokers);
    if (of_brokers != nullptr && of_brokers->given)
      Set(SettingScope::kTopic, kReplicationKey,
          {of_brokers->value, fmt::format("the brokers' {}, {}", kOfBrokers, of_brokers->origin),
           false});
    else
      Set(SettingScope::kTopic, kReplicationKey,
          {FindSetting(SettingKind::kBroker, question_.kafka, kOfBrokers)->fallback,
           fmt::format("{} for topics that are made without --replication", Default()), false});
  }

  const LintQuestion& question_;
  LintSubject subject_;
};

}  // namespace

bool IsFeature(const std::string& key) { return Contains(Features(), key); }

LintSubject LintSubjectOf(const LintQuestion& question) { return Subject(question).Make(); }

}  // namespace kproof

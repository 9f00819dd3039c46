// What the lint looks at: the effective value of each setting of a producer, a consumer, a topic
// and its brokers, and where each value comes from.
//
// Keys are Kafka's own names, also of librdkafka where Kafka has a name for the same setting; times
// are in the unit of the setting (ms). A setting that nobody could know is not there, and every
// question about it is answered with "no". Thread-safe for readers.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kproof {

// In the order in which certificates show them.
enum class SettingScope { kProducer, kConsumer, kTopic, kBroker };
inline constexpr SettingScope kSettingScopes[] = {SettingScope::kProducer, SettingScope::kConsumer,
                                                  SettingScope::kTopic, SettingScope::kBroker};
const char* NameOf(SettingScope scope);  // "producer"

struct EffectiveSetting {
  std::string value;   // "[redacted]" for a secret
  std::string origin;  // "p.properties:3", "default of Java's client 4.3"
  bool given = false;  // by somebody; else a default
};

// Kafka's replicas of the topic; no setting of topics, but shown as one.
inline constexpr char kReplicationKey[] = "replication.factor";

// Whose client it is, "java" or "librdkafka": no setting either, but it belongs to them.
inline constexpr char kClientKey[] = "client";
inline constexpr char kClientVersionKey[] = "client.version";

struct ClientSaid {
  std::string kind;     // "java", "librdkafka"; "": there is no such client
  std::string version;  // "": not known
};

struct LintSubject {
  std::string topic;
  std::string kafka;  // version of the brokers
  ClientSaid producer, consumer;
  bool brokers_known = false;  // some of their settings were given
  std::map<std::pair<SettingScope, std::string>, EffectiveSetting> settings;
  std::vector<std::string> not_looked_at;  // sentences: settings that no rule can judge, and why

  const EffectiveSetting* Find(SettingScope scope, const std::string& key) const;  // null: unknown
  std::optional<std::int64_t> Number(SettingScope scope, const std::string& key) const;
  bool Given(SettingScope scope, const std::string& key) const;
  bool Is(SettingScope scope, const std::string& key, std::string_view value) const;
  bool On(SettingScope scope, const std::string& key) const;   // "true"
  bool Off(SettingScope scope, const std::string& key) const;  // "false"
  bool Below(SettingScope scope, const std::string& key, std::int64_t limit) const;
  bool Above(SettingScope scope, const std::string& key, std::int64_t limit) const;
  // Parts of a list, without white space around them; of "a, b" two.
  std::vector<std::string> List(SettingScope scope, const std::string& key) const;

  // min.insync.replicas, which counts up to the number of replicas (effectiveMinIsr in
  // Partition.scala).
  std::optional<std::int64_t> MinIsr() const;
  std::optional<std::int64_t> Replication() const;
};

// "3.9.1" against "4.0": whether the first is older; a version that is "" never is.
bool Older(const std::string& version, const std::string& than);

}  // namespace kproof

// Properties of a librdkafka client: what a scenario gives, on top of a profile of defaults, and
// where each comes from.
//
// Keys go by Kafka's own names where librdkafka has another one (`acks`, not
// `request.required.acks`); both are accepted, and settings are reported under Kafka's.
//
// Not thread-safe.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

struct rd_kafka_s;
struct rd_kafka_conf_s;

namespace kproof {

// One effective setting; secrets come redacted.
struct ClientSetting {
  std::string key;
  std::string value;
  std::string origin;  // "scenario", "profile java", "kproof", "librdkafka default", each perhaps
                       // with a reason
};

class ClientConfig {
 public:
  // `defaults`: "librdkafka", or "java" for those of Kafka 4.3's own producer. Throws Error(kUsage)
  // on an unknown key (with a suggestion), a bad value, a key given under two names, or settings
  // that exclude each other.
  static ClientConfig Producer(const std::string& defaults,
                               const std::map<std::string, std::string>& properties);
  static ClientConfig Consumer(const std::map<std::string, std::string>& properties);

  // What the harness itself needs; `Default` gives way to the scenario, `Force` does not.
  void Default(const std::string& key, const std::string& value);
  void Force(const std::string& key, const std::string& value, const std::string& why);

  // The value given to `key` so far (under Kafka's name), or "".
  std::string Given(const std::string& key) const;

  // Makes such a client and lets it go; it knows no broker. Throws Error(kUsage) where librdkafka
  // refuses settings that exclude each other.
  void TryClient(bool producer) const;
  // The effective settings of such a producer, which knows no broker. Throws Error likewise.
  std::vector<ClientSetting> EffectiveOfProducer() const;
  // For this room alone. A configuration that the caller owns (rd_kafka_new takes it over).
  rd_kafka_conf_s* NewConf() const;
  // The effective settings of a client that was made from this configuration, in alphabetical
  // order.
  std::vector<ClientSetting> Effective(rd_kafka_s* client) const;

 private:
  struct Value {
    std::string value;
    std::string origin;
  };
  void Take(const std::map<std::string, std::string>& properties);
  std::unique_ptr<rd_kafka_s, void (*)(rd_kafka_s*)> QuietClient(bool producer) const;
  void ApplyJavaDefaults();

  std::map<std::string, Value> values_;  // by Kafka's name
};

// Takes what a client learns that concerns no one record: a refused connection, a failed handshake
// or login. That all brokers are down is left out: what was said before tells why.
using OnClientError = std::function<void(const std::string& what)>;

// Kafka's own name where librdkafka has another one for the same property, else `key`.
std::string CanonicalProperty(const std::string& key);

// "librdkafka 2.0.2": of the library that is loaded now, not of the one that was compiled against.
std::string ClientVersion();

}  // namespace kproof

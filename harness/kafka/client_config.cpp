#include "harness/kafka/client_config.h"

#include <fmt/format.h>
#include <librdkafka/rdkafka.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/kafka/library_properties.h"
#include "harness/settings/other_names.h"

namespace kproof {
namespace {

// org.apache.kafka.clients.producer.ProducerConfig of Kafka 4.3 (linger.ms is 5 since 4.0,
// KIP-1030), with its names on the left and, where librdkafka has another key for it, that one
// here.
constexpr std::array<std::array<const char*, 2>, 15> kJavaDefaults{{
    {"acks", "all"},
    {"batch.size", "16384"},
    {"compression.type", "none"},
    {"connections.max.idle.ms", "540000"},
    {"delivery.timeout.ms", "120000"},
    {"enable.idempotence", "true"},
    {"linger.ms", "5"},
    {"max.in.flight.requests.per.connection", "5"},
    {"message.max.bytes", "1048576"},         // max.request.size
    {"queue.buffering.max.kbytes", "32768"},  // buffer.memory
    {"reconnect.backoff.max.ms", "1000"},
    {"reconnect.backoff.ms", "50"},
    {"request.timeout.ms", "30000"},
    {"retries", "2147483647"},
    {"retry.backoff.ms", "100"},
}};

bool Secret(const std::string& key) {
  return key.find("password") != std::string::npos || key.find("secret") != std::string::npos ||
         key.ends_with("key.pem") || key.starts_with("sasl.jaas") ||
         key.starts_with("sasl.oauthbearer");
}

using Conf = std::unique_ptr<rd_kafka_conf_t, decltype(&rd_kafka_conf_destroy)>;

void Set(rd_kafka_conf_t* conf, const std::string& key, const std::string& value) {
  char why[512];
  const auto result = rd_kafka_conf_set(conf, key.c_str(), value.c_str(), why, sizeof why);
  if (result == RD_KAFKA_CONF_OK) return;
  if (result == RD_KAFKA_CONF_INVALID)
    throw Error(ErrorKind::kUsage, fmt::format("client property {}={} is refused: {}", key,
                                               Secret(key) ? "…" : value, why));
  throw Error(ErrorKind::kUsage,
              fmt::format("client property '{}' is unknown to {}", key, ClientVersion()),
              Hint(UnknownPropertyHint(key)));
}

using Dump = std::map<std::string, std::string>;

void AddDump(Dump& dump, const char** pairs, std::size_t count) {
  for (std::size_t i = 0; i + 1 < count; i += 2)
    if (pairs[i + 1] != nullptr) dump.emplace(CanonicalProperty(pairs[i]), pairs[i + 1]);
  rd_kafka_conf_dump_free(pairs, count);
}

Dump DumpOf(rd_kafka_conf_t* conf, rd_kafka_topic_conf_t* topic) {
  Dump dump;
  std::size_t count = 0;
  const char** pairs = rd_kafka_conf_dump(conf, &count);
  AddDump(dump, pairs, count);
  pairs = rd_kafka_topic_conf_dump(topic, &count);
  AddDump(dump, pairs, count);
  return dump;
}

Dump LibraryDefaults() {
  const Conf conf(rd_kafka_conf_new(), rd_kafka_conf_destroy);
  rd_kafka_topic_conf_t* topic = rd_kafka_topic_conf_new();
  auto dump = DumpOf(conf.get(), topic);
  rd_kafka_topic_conf_destroy(topic);
  return dump;
}

// Pointers and callbacks are no settings.
bool Reportable(const std::string& key, const std::string& value) {
  return !key.ends_with("_cb") && !value.starts_with("0x") && key != "opaque" &&
         key != "interceptors" && key != "default_topic_conf";
}

}  // namespace

std::string CanonicalProperty(const std::string& key) {
  const OtherName* other = FindLibrdkafkaName(key);
  return other != nullptr && other->alias ? other->kafka : key;
}

std::string ClientVersion() { return fmt::format("librdkafka {}", rd_kafka_version_str()); }

void ClientConfig::Take(const std::map<std::string, std::string>& properties) {
  for (const auto& [key, value] : properties)
    if (!values_.emplace(CanonicalProperty(key), Value{value, "scenario"}).second)
      throw Error(ErrorKind::kUsage,
                  fmt::format("client property {} is given twice", CanonicalProperty(key)),
                  Hint("librdkafka has two names for it: keep one"));
}

// Kafka's producer turns idempotence off without a word where acks or retries exclude it and nobody
// asked for it, and refuses more than five requests in flight
// (ProducerConfig.postProcessAndValidateIdempotenceConfigs).
void ClientConfig::ApplyJavaDefaults() {
  const auto given = values_;
  for (const auto& [key, value] : kJavaDefaults)
    values_.try_emplace(key, Value{value, "profile java"});
  if (given.contains("enable.idempotence")) return;
  const auto& acks = values_.at("acks").value;
  const auto off = [&](const std::string& because) {
    values_["enable.idempotence"] = {
        "false", fmt::format("profile java: off because {} and it was not asked for", because)};
  };
  if (std::atoi(values_.at("max.in.flight.requests.per.connection").value.c_str()) > 5)
    throw Error(
        ErrorKind::kUsage,
        "max.in.flight.requests.per.connection is above 5 and the java profile is idempotent",
        Hint("Kafka's producer refuses this too: set enable.idempotence=false or stay within 5"));
  if (values_.at("retries").value == "0") off("retries=0");
  if (acks != "all" && acks != "-1") off("acks=" + acks);
}

ClientConfig ClientConfig::Producer(const std::string& defaults,
                                    const std::map<std::string, std::string>& properties) {
  ClientConfig config;
  config.Take(properties);
  const auto partitioner = config.Given("partitioner");
  if (!partitioner.empty() && !partitioner.starts_with("murmur2"))
    throw Error(
        ErrorKind::kUsage, "partitioner=" + partitioner + " can't be had",
        Hint("kproof chooses partitions itself, as Kafka's own producer does: murmur2_random"));
  if (defaults == "java") {
    config.ApplyJavaDefaults();
  } else if (defaults != "librdkafka") {
    throw Error(ErrorKind::kUsage, "defaults '" + defaults + "' are unknown",
                Hint("java or librdkafka"));
  }
  config.Force("partitioner", "murmur2_random", "records go to partitions that kproof chose so");
  rd_kafka_conf_destroy(config.NewConf());
  return config;
}

ClientConfig ClientConfig::Consumer(const std::map<std::string, std::string>& properties) {
  ClientConfig config;
  config.Take(properties);
  rd_kafka_conf_destroy(config.NewConf());
  return config;
}

void ClientConfig::Default(const std::string& key, const std::string& value) {
  values_.try_emplace(key, Value{value, "kproof"});
}

void ClientConfig::Force(const std::string& key, const std::string& value, const std::string& why) {
  values_[key] = {value, "kproof: " + why};
}

std::string ClientConfig::Given(const std::string& key) const {
  const auto found = values_.find(key);
  return found == values_.end() ? "" : found->second.value;
}

rd_kafka_conf_t* ClientConfig::NewConf() const {
  Conf conf(rd_kafka_conf_new(), rd_kafka_conf_destroy);
  for (const auto& [key, value] : values_) Set(conf.get(), key, value.value);
  return conf.release();
}

std::unique_ptr<rd_kafka_t, void (*)(rd_kafka_t*)> ClientConfig::QuietClient(bool producer) const {
  rd_kafka_conf_t* conf = NewConf();
  rd_kafka_conf_set_log_cb(conf, [](const rd_kafka_t*, int, const char*, const char*) {});
  char why[512];
  rd_kafka_t* client =
      rd_kafka_new(producer ? RD_KAFKA_PRODUCER : RD_KAFKA_CONSUMER, conf, why, sizeof why);
  if (client == nullptr) {
    rd_kafka_conf_destroy(conf);
    throw Error(ErrorKind::kUsage,
                fmt::format("{} refuses these settings: {}", ClientVersion(), why));
  }
  return {client, rd_kafka_destroy};
}

void ClientConfig::TryClient(bool producer) const { QuietClient(producer); }

std::vector<ClientSetting> ClientConfig::EffectiveOfProducer() const {
  return Effective(QuietClient(true).get());
}

std::vector<ClientSetting> ClientConfig::Effective(rd_kafka_t* client) const {
  const auto library = LibraryDefaults();
  // The client's own, not a copy: what librdkafka adjusts by itself (5 in flight with idempotence)
  // is lost in copies.
  auto* const conf = const_cast<rd_kafka_conf_t*>(rd_kafka_conf(client));
  rd_kafka_topic_conf_t* topic = rd_kafka_default_topic_conf_dup(client);
  const auto dump = DumpOf(conf, topic);
  rd_kafka_topic_conf_destroy(topic);
  std::vector<ClientSetting> settings;
  for (const auto& [key, value] : dump) {
    if (!Reportable(key, value)) continue;
    ClientSetting setting{key, key == "acks" && value == "-1" ? "all" : value,
                          "librdkafka default"};
    const auto given = values_.find(key);
    const auto usual = library.find(key);
    if (given != values_.end()) {
      setting.origin = given->second.origin;
    } else if (usual == library.end() || usual->second != value) {
      setting.origin = "librdkafka, following other settings";
    }
    if (Secret(key)) setting.value = "[redacted]";
    settings.push_back(std::move(setting));
  }
  return settings;
}

}  // namespace kproof

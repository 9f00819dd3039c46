#include "harness/certify/deploy.h"

#include <fmt/format.h>

#include <algorithm>

#include "audit/promise/settings.h"
#include "harness/base/contains.h"
#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/deployed/local.h"
#include "harness/run/lint_subject.h"
#include "harness/scenario/client_name.h"
#include "harness/settings/check.h"

namespace kproof {
namespace {

// Settings of producers that trials have. What is not here (addresses, security, transactional ids,
// interceptors) belongs to the place where the producer runs.
constexpr const char* kProducerKeys[] = {"acks",
                                         "batch.size",
                                         "compression.type",
                                         "delivery.timeout.ms",
                                         "enable.idempotence",
                                         "linger.ms",
                                         "max.in.flight.requests.per.connection",
                                         "request.timeout.ms",
                                         "retries",
                                         "retry.backoff.ms"};
// And those that Java's client alone has, or means something else by.
constexpr const char* kJavaProducerKeys[] = {
    "buffer.memory",        "connections.max.idle.ms", "max.block.ms",
    "max.request.size",     "metadata.max.age.ms",     "reconnect.backoff.max.ms",
    "reconnect.backoff.ms", "retry.backoff.max.ms",    "partitioner.ignore.keys"};
// Settings of topics that promises turn on: these count also where they come from the brokers.
constexpr const char* kTopicKeys[] = {promise_key::kMinIsr, promise_key::kUnclean,
                                      promise_key::kFlush};
// A cluster is formatted at its own version's level, whatever level it once had.
constexpr char kMetadataVersion[] = "metadata.version";

template <std::size_t n>
bool IsOneOf(const char* const (&keys)[n], const std::string& key) {
  return std::any_of(std::begin(keys), std::end(keys), [&](const char* one) { return key == one; });
}

bool IsOfTrials(const ClientSaid& client, const std::string& key) {
  return IsOneOf(kProducerKeys, key) || (client.kind == kJava && IsOneOf(kJavaProducerKeys, key));
}

}  // namespace

Deployment DeploymentOf(const LintSubject& subject) {
  Deployment deployment;
  std::vector<std::string> left;
  const auto set = [&](const std::string& path, const std::string& value,
                       const std::string& origin) {
    deployment.settings.push_back({path, value, origin});
  };
  set("cluster.kafka", subject.kafka, "--kafka");
  deployment.client = {"producers.checkout.client",
                       ToText(ClientName{subject.producer.kind, subject.producer.version}),
                       "client"};
  deployment.settings.push_back(deployment.client);
  if (const auto replication = subject.Replication()) {
    set("topics.payments.replication", std::to_string(*replication), "--replication");
    if (*replication > 3) set("cluster.brokers", std::to_string(*replication), "--replication");
  }
  for (const auto& [name, setting] : subject.settings) {
    const auto& [scope, key] = name;
    switch (scope) {
      case SettingScope::kProducer:
        if (setting.given && IsOfTrials(subject.producer, key))
          set("producers.checkout.config." + key, setting.value, setting.origin);
        else if (setting.given && key != kClientKey && key != kClientVersionKey)
          left.push_back("producer " + key);
        break;
      case SettingScope::kConsumer:
        break;
      case SettingScope::kTopic:
        if (key != kReplicationKey && (setting.given || IsOneOf(kTopicKeys, key)))
          set("topics.payments.config." + key, setting.value, setting.origin);
        break;
      case SettingScope::kBroker:
        if (!setting.given || key == "version") break;
        if (IsFeature(key) && ParseInt(setting.value) && key != kMetadataVersion)
          set("cluster.features." + key, setting.value, setting.origin);
        else if (IsFeature(key) || !WhyNotLocal(key).empty() || IsPassedOn(key))
          left.push_back("broker " + key);
        else
          set("cluster.config." + key, setting.value, setting.origin);
        break;
    }
  }
  if (!left.empty())
    deployment.not_reproduced.push_back("trials do not have these settings: " + Join(left, ", "));
  if (subject.producer.version.empty())
    deployment.not_reproduced.push_back(
        fmt::format("trials send with the version of {} that kproof takes by default: "
                    "--client-version was not given",
                    subject.producer.kind));
  return deployment;
}

}  // namespace kproof

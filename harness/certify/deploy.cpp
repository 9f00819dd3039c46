#include "harness/certify/deploy.h"

#include <fmt/format.h>

#include <algorithm>

#include "audit/promise/settings.h"
#include "harness/base/contains.h"
#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/deployed/local.h"
#include "harness/run/lint_subject.h"
#include "harness/settings/check.h"

namespace kproof {
namespace {

// Settings of producers that mean the same to librdkafka, which sends the records of a trial. What
// is not here (addresses, security, transactional ids, interceptors) belongs to the place where the
// producer runs.
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
// Settings of topics that promises turn on: these count also where they come from the brokers.
constexpr const char* kTopicKeys[] = {promise_key::kMinIsr, promise_key::kUnclean,
                                      promise_key::kFlush};
// A cluster is formatted at its own version's level, whatever level it once had.
constexpr char kMetadataVersion[] = "metadata.version";

template <std::size_t n>
bool IsOneOf(const char* const (&keys)[n], const std::string& key) {
  return std::any_of(std::begin(keys), std::end(keys), [&](const char* one) { return key == one; });
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
  set("producers.checkout.defaults", subject.producer.kind, "client");
  if (const auto replication = subject.Replication()) {
    set("topics.payments.replication", std::to_string(*replication), "--replication");
    if (*replication > 3) set("cluster.brokers", std::to_string(*replication), "--replication");
  }
  for (const auto& [name, setting] : subject.settings) {
    const auto& [scope, key] = name;
    switch (scope) {
      case SettingScope::kProducer:
        if (setting.given && IsOneOf(kProducerKeys, key))
          set("producers.checkout.config." + key, setting.value, setting.origin);
        else if (setting.given && key != kClientKey && key != "client.version")
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
  deployment.not_reproduced.push_back(
      fmt::format("trials send with librdkafka{}",
                  subject.producer.kind == "java" ? ", with the defaults of Java's client" : ""));
  return deployment;
}

}  // namespace kproof

#include "audit/promise/settings.h"

#include <algorithm>

#include "harness/base/units.h"
#include "harness/words/failure_class.h"

namespace kproof {
namespace {

using Keys = std::vector<std::string>;

const Keys kAcks = {"acks", "request.required.acks"};
const Keys kIdempotence = {"enable.idempotence"};
const Keys kInFlight = {"max.in.flight.requests.per.connection", "max.in.flight"};
const Keys kRetries = {"retries", "message.send.max.retries"};
const Keys kDeliveryTimeout = {"message.timeout.ms", "delivery.timeout.ms"};
const Keys kTransactional = {"transactional.id"};

std::optional<std::int64_t> Number(const std::optional<std::string>& text) {
  return text ? ParseInt(*text) : std::nullopt;
}

std::optional<bool> Flag(const std::optional<std::string>& text) {
  if (text == "true" || text == "1") return true;
  if (text == "false" || text == "0") return false;
  return std::nullopt;
}

std::optional<Acks> AsAcks(const std::optional<std::string>& text) {
  if (text == "0") return Acks::kNone;
  if (text == "1") return Acks::kLeader;
  if (text == "-1" || text == "all") return Acks::kAll;
  return std::nullopt;
}

}  // namespace

Effective::Effective(const std::vector<SettingFact>& facts) {
  for (const auto& fact : facts) {
    const bool of_actor = fact.scope != "topic" && fact.scope != "broker";
    values_[fact.scope][{of_actor ? "" : fact.cluster, fact.subject}][fact.key] = fact.value;
  }
}

std::optional<std::string> Effective::Find(const std::string& scope, const Subject& subject,
                                           const std::string& key) const {
  const auto in_scope = values_.find(scope);
  if (in_scope == values_.end()) return std::nullopt;
  const auto of_subject = in_scope->second.find(subject);
  if (of_subject == in_scope->second.end()) return std::nullopt;
  const auto value = of_subject->second.find(key);
  return value == of_subject->second.end() ? std::nullopt : std::optional(value->second);
}

std::optional<std::string> Effective::Producer(const std::string& name,
                                               const std::vector<std::string>& keys) const {
  const auto dash = name.rfind('-');
  for (const auto& subject : {name, dash == std::string::npos ? name : name.substr(0, dash)}) {
    for (const auto& key : keys) {
      if (auto value = Find("producer", {"", subject}, key)) return value;
    }
  }
  return std::nullopt;
}

std::optional<std::string> Effective::Topic(const std::string& cluster, const std::string& name,
                                            const std::string& key) const {
  return Find("topic", {cluster, name}, key);
}

std::optional<std::int64_t> Effective::LargestOfBrokers(const std::string& cluster,
                                                        const std::string& key) const {
  std::optional<std::int64_t> largest;
  const auto brokers = values_.find("broker");
  if (brokers == values_.end()) return largest;
  for (const auto& [subject, settings] : brokers->second) {
    if (subject.first != cluster) continue;
    if (const auto number = Number(Find("broker", subject, key)))
      largest = std::max(largest.value_or(*number), *number);
  }
  return largest;
}

std::vector<std::string> PromiseProducerKeys() {
  Keys all;
  for (const auto& keys :
       {kAcks, kIdempotence, kInFlight, kRetries, kDeliveryTimeout, kTransactional})
    all.insert(all.end(), keys.begin(), keys.end());
  return all;
}

PromiseSettings SettingsOf(const Effective& effective, const std::string& producer,
                           const TopicRow& topic) {
  PromiseSettings settings;
  settings.producer = producer;
  settings.topic = topic.name;
  settings.acks = AsAcks(effective.Producer(producer, kAcks));
  settings.idempotence = Flag(effective.Producer(producer, kIdempotence));
  settings.in_flight = Number(effective.Producer(producer, kInFlight));
  settings.retries = Number(effective.Producer(producer, kRetries));
  if (const auto ms = Number(effective.Producer(producer, kDeliveryTimeout))) {
    settings.delivery_timeout =
        *ms == 0 ? Duration::max() : Duration(*ms * 1000);  // librdkafka: 0 is infinite
  }
  if (const auto id = effective.Producer(producer, kTransactional))
    settings.transactional = !id->empty();
  settings.replication = topic.replication;
  settings.min_isr = Number(effective.Topic(topic.cluster, topic.name, promise_key::kMinIsr));
  settings.unclean = Flag(effective.Topic(topic.cluster, topic.name, promise_key::kUnclean));
  settings.flush_messages = Number(effective.Topic(topic.cluster, topic.name, promise_key::kFlush));
  settings.elr = effective.LargestOfBrokers(topic.cluster, promise_key::kElr);
  return settings;
}

Duration SessionOf(const Effective& effective, const std::string& cluster) {
  const auto ms = effective.LargestOfBrokers(cluster, promise_key::kSession);
  return ms ? Duration(*ms * 1000) : kDefaultSession;
}

FailureClasses FailuresOf(const Effective& effective, const std::vector<FaultFact>& faults,
                          const std::string& cluster, RunMicros end) {
  const Duration session = SessionOf(effective, cluster);
  FailureClasses failures;
  std::set<std::int32_t> nodes, lossy;
  std::vector<std::pair<RunMicros, RunMicros>> windows;
  for (const auto& fault : faults) {
    if (!fault.from || fault.cluster != cluster ||
        fault.failure_class == NameOf(FailureClass::kNone))
      continue;
    failures.classes.insert(fault.failure_class);
    nodes.insert(fault.nodes.begin(), fault.nodes.end());
    const auto* known = FindFailureClass(fault.failure_class);
    if (known != nullptr && known->loses_data) lossy.insert(fault.nodes.begin(), fault.nodes.end());
    windows.emplace_back(*fault.from, fault.to.value_or(end));
  }
  failures.nodes = static_cast<std::int64_t>(nodes.size());
  failures.lossy_nodes = static_cast<std::int64_t>(lossy.size());
  std::sort(windows.begin(), windows.end());
  std::pair<RunMicros, RunMicros> open{0, 0};
  for (const auto& window : windows) {
    if (window.first > open.second + session.count()) open = window;
    open.first = window == windows.front() ? window.first : open.first;
    open.second = std::max(open.second, window.second);
    failures.outage = std::max(failures.outage, Duration(open.second - open.first) + session);
  }
  return failures;
}

}  // namespace kproof

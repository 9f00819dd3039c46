// Producers and monitors, and what they have in common with consumers.
#include <fmt/format.h>

#include <algorithm>

#include "harness/base/contains.h"
#include "harness/base/limits.h"
#include "harness/base/units.h"
#include "harness/base/wording.h"
#include "harness/scenario/keys.h"
#include "harness/scenario/lexical.h"
#include "harness/scenario/parts.h"

namespace kproof {
namespace {

constexpr double kMostRate = 1e8;

bool IsOurs(const std::string& name) {
  for (const char* ours : {"broker", "controller", "node", "final"})
    if (name == ours) return true;
  return name.starts_with("final-");
}

// How many errors `on_error` bears, 0 for any number; nothing: it says something else.
std::optional<std::uint64_t> ErrorsOf(const std::string& text) {
  constexpr std::string_view kStopAfter = "stop after ";
  if (text == "continue") return 0;
  if (!text.starts_with(kStopAfter)) return std::nullopt;
  const auto number = ParseInt(text.substr(kStopAfter.size()));
  if (!number || *number < 1) return std::nullopt;
  return static_cast<std::uint64_t>(*number);
}
constexpr std::int32_t kMostCrashes = 1'000'000'000;
constexpr std::int32_t kMostTxnRecords = 1'000'000;
// librdkafka takes no less, and brokers no more (transaction.max.timeout.ms).
constexpr Duration kLeastTxnTimeout = std::chrono::seconds(1);
constexpr Duration kMostTxnTimeout = std::chrono::minutes(15);

ProducerSpec ReadProducer(const Tree& node, const Scenario& scenario, Diagnostics& complaints) {
  ProducerSpec producer;
  producer.name = node.key;
  Reader part(node, "producer", "producer " + node.key, complaints);
  ReadClusterName(part, scenario, producer.cluster);
  part.Int("count", 1, kMostAgents, producer.count);
  part.Matching("rate", "records per second such as 2000/s, or max", [&](const std::string& text) {
    producer.rate_per_s = ParseRate(text);
    return text == "max" || (producer.rate_per_s && *producer.rate_per_s <= kMostRate);
  });
  part.Matching("value", fmt::format("a size from 1B to {} such as 256B", kMostValueText),
                [&](const std::string& text) {
                  const auto bytes = ParseBytes(text);
                  producer.value_bytes = bytes.value_or(0);
                  return bytes && *bytes > 0 && *bytes <= kMostValueBytes;
                });
  part.Matching("keys", fmt::format("the number of distinct keys, 1 to {}, or none", kMostKeysText),
                [&](const std::string& text) {
                  const auto number = ParseInt(text);
                  if (number && *number > 0) producer.keys = static_cast<std::uint64_t>(*number);
                  return text == "none" || (producer.keys && *producer.keys <= kMostKeys);
                });
  ReadTopicNames(part, scenario, producer.cluster, "send to", producer.topics);
  ReadClient(part, producer.client);
  // They follow the client.
  if (ParseClientName(producer.client)->kind == kJava) producer.defaults = kJava;
  part.Choice("defaults", {kJava, kLibrdkafka}, producer.defaults);
  part.Text("client_library", producer.client_library);
  part.Settings("config", producer.config);
  part.Choice("send", {"one-by-one", "pipelined"}, producer.send);
  part.Matching("on_error", "continue, or stop after a number of errors such as 'stop after 3'",
                [&](const std::string& text) {
                  const auto errors = ErrorsOf(text);
                  producer.stop_after = errors.value_or(0);
                  return errors.has_value();
                });
  part.Choice("on_full", {"block", "drop"}, producer.on_full);
  part.Choice("at_end", {"close", "exit"}, producer.at_end);
  TransactionSpec transaction;
  if (ReadTransaction(part, transaction)) producer.transaction = transaction;
  ReadCrash(part, TransactionCrashPoints(), producer.crash);
  if (!producer.crash.at.empty() && !producer.transaction)
    complaints.At(part.Get("crash")->place, part.Of("crash") + " without 'transaction'",
                  "a producer crashes at points of its transactions: use fault kill instead");
  return producer;
}

MonitorSpec ReadMonitor(const Tree& node, const std::string& name, const Scenario& scenario,
                        Diagnostics& complaints) {
  MonitorSpec monitor;
  monitor.name = name;
  Reader part(node, "monitor", "monitor " + name, complaints);
  ReadClusterName(part, scenario, monitor.cluster);
  part.Int("count", 1, kMostAgents, monitor.count);
  ReadClient(part, monitor.client);
  part.Settings("config", monitor.config);
  part.Choice("isolation", {"read_committed", "read_uncommitted"}, monitor.isolation);
  return monitor;
}

}  // namespace

bool IsOneMonitor(const Tree& monitors) {
  const auto& keys = KnownKeys().at("monitor");
  return std::any_of(monitors.children.begin(), monitors.children.end(), [&](const Tree& child) {
    return child.kind == Tree::Kind::kScalar || Contains(keys, child.key);
  });
}

// Instances are called NAME-0, NAME-1, …, in logs, facts and targets alike.
void CheckAgentName(const Tree& named, const std::string& kind, Diagnostics& complaints) {
  if (IsOurs(named.key))
    complaints.At(
        named.key_place,
        fmt::format("a {} can't be called '{}': kproof gives such names to what it starts itself",
                    kind, named.key),
        "nodes are called broker-1, controller-101 or node-1, and readers of the final "
        "pass final-main");
  if (!IsName(named.key))
    complaints.At(named.key_place, fmt::format("'{}' is not a name for a {}", named.key, kind),
                  "use letters, digits, '-' and '_', at most 64");
}

void ReadClient(Reader& part, std::string& client) {
  part.Matching("client", "librdkafka, java, or one of them with its version as librdkafka@2.3.0",
                [&](const std::string& text) {
                  const bool right = ParseClientName(text).has_value();
                  if (right) client = text;
                  return right;
                });
}

bool ReadTransaction(Reader& of, TransactionSpec& transaction) {
  const Tree* node = of.Get("transaction");
  if (node == nullptr) return false;
  Reader part(*node, "transaction", of.Of("transaction"), of.complaints());
  part.Int("records", 1, kMostTxnRecords, transaction.records);
  part.Matching("abort", "a share from 0% to 100% such as 10%", [&](const std::string& text) {
    const auto percent = ParsePercent(text);
    transaction.abort_percent = percent.value_or(0);
    return percent.has_value();
  });
  part.Matching("timeout", "a time from 1s to 15min such as 10s", [&](const std::string& text) {
    const auto time = ParseDuration(text);
    if (time) transaction.timeout = *time;
    return time && *time >= kLeastTxnTimeout && *time <= kMostTxnTimeout;
  });
  part.Matching("id", "letters, digits, '.', '_' and '-', at most 249",
                [&](const std::string& text) {
                  transaction.id = text;
                  return IsTopicName(text);
                });
  return true;
}

void ReadCrash(Reader& of, const std::vector<std::string>& points, CrashSpec& crash) {
  const Tree* node = of.Get("crash");
  if (node == nullptr) return;
  Reader part(*node, "crash", of.Of("crash"), of.complaints());
  part.Choice("at", points, crash.at);
  part.Int("nth", 1, kMostCrashes, crash.nth);
  if (part.Get("at") == nullptr)
    part.complaints().At(node->place, fmt::format("{} has no 'at'", of.Of("crash")),
                         fmt::format("as in `crash: {{at: {}, nth: 500}}`", points.back()));
}

void ReadTopicNames(Reader& part, const Scenario& scenario, const std::string& cluster,
                    const std::string& what_for, std::vector<std::string>& topics) {
  std::vector<std::string> known;
  for (const auto& topic : scenario.topics)
    if (topic.cluster == cluster) known.push_back(topic.name);
  const Tree* names = part.Get("topics");
  if (names == nullptr) {
    topics = known;
    return;
  }
  const auto items = ScalarList(*names, part.Of("topics"), part.complaints());
  if (names->kind == Tree::Kind::kList && names->children.empty())
    part.complaints().At(names->place, part.Of("topics") + " is empty",
                         fmt::format("leave it out to {} all", what_for));
  for (const Tree* item : items) {
    if (!Contains(known, item->text))
      part.complaints().At(
          item->place,
          fmt::format("{} names topic '{}', which does not exist", part.Of("topics"), item->text),
          Instead(item->text, known));
    topics.push_back(item->text);
  }
}

void ReadProducers(Reader& top, Scenario& scenario) {
  Diagnostics& complaints = top.complaints();
  const Tree* producers = top.Need("producers", "as in `producers: {checkout: {rate: 2000/s}}`");
  if (producers == nullptr) return;
  const auto& children = MapChildren(*producers, "producers", complaints);
  if (producers->kind == Tree::Kind::kMap && children.empty())
    complaints.At(producers->key_place, "there is no producer",
                  "as in `producers: {checkout: {rate: 2000/s}}`");
  for (const auto& child : children) {
    CheckAgentName(child, "producer", complaints);
    scenario.producers.push_back(ReadProducer(child, scenario, complaints));
  }
}

void ReadMonitors(Reader& top, Scenario& scenario) {
  Diagnostics& complaints = top.complaints();
  const Tree* monitors = top.Get("monitors");
  if (monitors == nullptr) {
    for (const auto& [cluster, spec] : scenario.clusters)
      scenario.monitors.push_back(
          {.name = scenario.clusters.size() == 1 ? "monitor" : "monitor-" + cluster,
           .cluster = cluster,
           .count = 1,
           .config = {},
           .client = kLibrdkafka,
           .isolation = "read_uncommitted"});
    return;
  }
  const auto& children = MapChildren(*monitors, "monitors", complaints);
  if (monitors->kind == Tree::Kind::kMap && children.empty())
    complaints.At(monitors->key_place, "there is no monitor",
                  "leave `monitors` out for one with the defaults");
  if (IsOneMonitor(*monitors)) {
    scenario.monitors.push_back(ReadMonitor(*monitors, "monitor", scenario, complaints));
    return;
  }
  for (const auto& child : children) {
    CheckAgentName(child, "monitor", complaints);
    scenario.monitors.push_back(ReadMonitor(child, child.key, scenario, complaints));
  }
}

}  // namespace kproof

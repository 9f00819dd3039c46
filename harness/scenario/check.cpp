// Impossible values: combinations that no cluster can carry out, found before one is started.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "harness/base/contains.h"
#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/scenario/agents.h"
#include "harness/scenario/parts.h"

namespace kproof {
namespace {

// Librdkafka's property and its alias; Kafka's own name is one of them.
std::optional<std::string> Setting(const Config& config, const std::vector<std::string>& names,
                                   std::string& written_as) {
  for (const auto& name : names) {
    const auto found = config.find(name);
    if (found == config.end()) continue;
    written_as = name;
    return found->second;
  }
  return std::nullopt;
}

const std::vector<std::string> kTrue = {"true", "1", "t"};

class Checks {
 public:
  Checks(const Tree& root, const Scenario& scenario, Diagnostics& complaints)
      : root_(root), scenario_(scenario), complaints_(complaints) {}

  void Run() {
    for (const auto& [name, cluster] : scenario_.clusters)
      MinIsrIsANumber(cluster.config, ClusterPath(root_, name), "cluster " + name);
    for (const auto& topic : scenario_.topics) Topic(topic);
    for (const auto& producer : scenario_.producers) Producer(producer);
    for (std::size_t at = 0; at < scenario_.steps.size(); ++at) Step(scenario_.steps[at], at);
    Names();
    if (scenario_.duration > scenario_.max_time)
      Complain({"duration"},
               fmt::format("duration {} is longer than max_time {}",
                           FormatDuration(scenario_.duration), FormatDuration(scenario_.max_time)),
               "a run ends at max_time, whatever it is doing");
  }

 private:
  using Path = std::vector<std::string>;

  void Complain(const Path& path, const std::string& what, const std::string& hint) {
    complaints_.At(PlaceOf(root_, path), what, hint);
  }

  std::optional<std::int64_t> MinIsrIsANumber(const Config& config, Path path,
                                              const std::string& object) {
    const auto found = config.find("min.insync.replicas");
    if (found == config.end()) return std::nullopt;
    const auto number = ParseInt(found->second);
    if (number && *number >= 1) return number;
    path.insert(path.end(), {"config", "min.insync.replicas"});
    Complain(path, fmt::format("min.insync.replicas of {} is '{}'", object, found->second),
             "write a whole number from 1");
    return std::nullopt;
  }

  void Topic(const TopicSpec& topic) {
    const auto cluster = scenario_.clusters.find(topic.cluster);
    const Path path = {"topics", topic.name};
    auto min_isr = MinIsrIsANumber(topic.config, path, "topic " + topic.name);
    if (cluster == scenario_.clusters.end() || topic.replication == kUnread) return;
    const auto brokers = cluster->second.brokers;
    if (brokers != kUnread && topic.replication > brokers)
      Complain({"topics", topic.name, "replication"},
               fmt::format("topic {} has replication {}, but cluster {} has {} {}", topic.name,
                           topic.replication, topic.cluster, brokers,
                           brokers == 1 ? "broker" : "brokers"),
               "lower `replication` (3 when it is left out) or raise `brokers`");
    const bool own = topic.config.count("min.insync.replicas") == 1;
    Path place = own ? path : ClusterPath(root_, topic.cluster);
    place.insert(place.end(), {"config", "min.insync.replicas"});
    const auto& broker_config = cluster->second.config;
    const auto inherited = broker_config.find("min.insync.replicas");
    if (!own && inherited != broker_config.end()) min_isr = ParseInt(inherited->second);
    if (min_isr && *min_isr > topic.replication)
      Complain(place,
               fmt::format("min.insync.replicas {} is above replication {} of topic {}", *min_isr,
                           topic.replication, topic.name),
               "it can be at most the replication");
  }

  // Kafka's own rules (ProducerConfig of Java, CONFIGURATION.md of librdkafka).
  void Producer(const ProducerSpec& producer) {
    const auto& transaction = producer.transaction;
    std::string name;
    const auto complain = [&](const std::string& value, const std::string& hint) {
      Complain({"producers", producer.name, "config", name},
               fmt::format("producer {} {} with {}={}", producer.name,
                           transaction ? "sends in transactions" : "has enable.idempotence", name,
                           value),
               hint);
    };
    const auto idempotence = Setting(producer.config, {"enable.idempotence"}, name);
    const bool on = idempotence && Contains(kTrue, *idempotence);
    if (transaction && idempotence && !on)
      complain(*idempotence, "transactions need idempotence, or leave `transaction` out");
    if (!on && !transaction) return;
    const auto acks = Setting(producer.config, {"acks", "request.required.acks"}, name);
    if (acks && *acks != "all" && *acks != "-1")
      complain(*acks, transaction
                          ? "transactions need acks=all, or leave `transaction` out"
                          : "idempotence needs acks=all, or set enable.idempotence to false");
    const auto in_flight =
        Setting(producer.config, {"max.in.flight.requests.per.connection", "max.in.flight"}, name);
    const auto number = in_flight ? ParseInt(*in_flight) : std::nullopt;
    if (number && *number > 5) complain(*in_flight, "idempotence allows at most 5 in flight");
    if (!transaction) return;
    const auto retries = Setting(producer.config, {"retries", "message.send.max.retries"}, name);
    if (retries && *retries == "0")
      complain(*retries, "transactions need retries, or leave `transaction` out");
    const auto delivery =
        Setting(producer.config, {"delivery.timeout.ms", "message.timeout.ms"}, name);
    const auto ms = delivery ? ParseInt(*delivery) : std::nullopt;
    if (ms && std::chrono::milliseconds(*ms) > transaction->timeout)
      complain(*delivery, fmt::format("a record must not outlive its transaction: raise its "
                                      "`timeout`, which is {}",
                                      FormatDuration(transaction->timeout)));
  }

  void Step(const StepSpec& step, std::size_t at) {
    const std::string index = std::to_string(at);
    const Duration ends = step.begin.time.value_or(step.after) + (step.repeat - 1) * step.every +
                          step.end.time.value_or(Duration(0));
    if (ends > scenario_.max_time)
      Complain({"steps", index, step.begin.time ? "at" : "for"},
               fmt::format("step {} lasts until {}, longer than max_time {}", at + 1,
                           FormatDuration(ends), FormatDuration(scenario_.max_time)),
               "raise `max_time` or begin earlier");
  }

  // Names of agents are names of files and actors: they share them.
  void Names() {
    std::map<std::string, std::string> kinds;  // by name
    const auto all = AgentsOf(scenario_);
    for (auto agents = all.rbegin(); agents != all.rend(); ++agents) {
      const auto [known, fresh] = kinds.try_emplace(agents->name, agents->kind);
      if (!fresh && known->second != agents->kind)
        Complain({AllPattern(known->second), agents->name},
                 fmt::format("a {} and a {} are both called '{}'", known->second, agents->kind,
                             agents->name),
                 "give one another name");
    }
  }

  const Tree& root_;
  const Scenario& scenario_;
  Diagnostics& complaints_;
};

}  // namespace

void CheckWhole(const Tree& root, const Scenario& scenario, Diagnostics& complaints) {
  Checks(root, scenario, complaints).Run();
}

}  // namespace kproof

#include "harness/run/open_transactions.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/observe/open_transactions.h"
#include "harness/words/holder_note.h"

namespace kproof {
namespace {

constexpr Duration kAnswer = std::chrono::seconds(2);

bool SendsInTransactions(const Scenario& scenario) {
  return std::any_of(scenario.producers.begin(), scenario.producers.end(),
                     [](const auto& producer) { return producer.transaction.has_value(); }) ||
         std::any_of(scenario.consumers.begin(), scenario.consumers.end(),
                     [](const auto& consumer) { return consumer.commit == "transaction"; });
}

}  // namespace

std::vector<std::string> RecordOpenTransactions(const Scenario& scenario, const Clusters& clusters,
                                                ClusterSink& store, RunClock clock) {
  std::vector<std::string> said;
  if (!SendsInTransactions(scenario)) return said;
  for (const auto& [name, member] : clusters.members()) {
    std::vector<std::string> topics;
    for (const auto& topic : scenario.topics)
      if (topic.cluster == name) topics.push_back(topic.name);
    const auto view = member.observer->FreshView(Deadline(kAnswer));
    if (!view) continue;
    for (const auto& open : OpenTransactions(*member.cluster, *view, topics, kAnswer)) {
      const auto partition = fmt::format("{}/{}", open.topic, open.partition);
      const auto detail = HolderNote(static_cast<std::uint64_t>(open.from)) +
                          fmt::format("producer id {}, epoch {}", open.producer, open.epoch);
      store.Add(EventFact{clock.Now(), "state", partition, detail, name});
      said.push_back(partition + ": " + detail);
    }
  }
  return said;
}

}  // namespace kproof

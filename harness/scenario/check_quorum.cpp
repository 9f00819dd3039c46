// What a dynamic quorum of controllers asks of a scenario.
#include <fmt/format.h>

#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/scenario/parts.h"

namespace kproof {
namespace {

// KIP-853 came with 3.9; of a `kafka_dir` the version shows when it is looked at.
bool CanBeDynamic(const ClusterSpec& cluster) {
  const auto parts = Split(cluster.kafka, '.');
  const auto major = ParseInt(parts.front()).value_or(0);
  const auto minor = parts.size() > 1 ? ParseInt(parts[1]).value_or(0) : 0;
  return !cluster.kafka_dir.empty() || major > 3 || (major == 3 && minor >= 9);
}

}  // namespace

void CheckQuorum(const Tree& root, const Vocabulary& vocabulary, const Scenario& scenario,
                 Diagnostics& complaints) {
  for (const auto& [key_of_cluster, cluster] : scenario.clusters) {
    const std::string& name = key_of_cluster;
    const auto complain = [&](const char* key, const std::string& what, const std::string& hint) {
      auto path = ClusterPath(root, name);
      path.emplace_back(key);
      complaints.At(PlaceOf(root, path), what, hint);
    };
    if (cluster.dynamic_quorum && !CanBeDynamic(cluster))
      complain("quorum",
               fmt::format("cluster {} has a dynamic quorum, which Kafka {} can't have", name,
                           cluster.kafka),
               "it came with 3.9.0 (KIP-853): raise `kafka`");
    if (!cluster.voters) continue;
    const auto most = cluster.combined ? cluster.brokers : cluster.controllers;
    if (!cluster.dynamic_quorum)
      complain("voters", fmt::format("cluster {} has `voters`, but a static quorum", name),
               "all controllers of a static quorum vote: write `quorum: dynamic`");
    else if (most != kUnread && *cluster.voters > most)
      complain("voters",
               fmt::format("cluster {} has {} voters, but {} {}", name, *cluster.voters, most,
                           most == 1 ? "controller" : "controllers"),
               "the first controllers vote; leave it out for all of them");
  }
  for (std::size_t at = 0; at < scenario.steps.size(); ++at) {
    const StepSpec& step = scenario.steps[at];
    const FaultForm* fault = FindFaultForm(vocabulary, step.fault);
    const auto cluster = scenario.clusters.find(step.cluster);
    if (fault == nullptr || !fault->needs.contains(Need::kDynamicQuorum) ||
        cluster == scenario.clusters.end() || cluster->second.dynamic_quorum)
      continue;
    complaints.At(PlaceOf(root, {"steps", std::to_string(at), "fault"}),
                  fmt::format("{} changes the voters, but cluster {} has a static quorum",
                              step.fault, step.cluster),
                  "write `quorum: dynamic` under `cluster`");
  }
}

}  // namespace kproof

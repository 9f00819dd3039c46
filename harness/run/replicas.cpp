#include "harness/run/replicas.h"

#include "harness/observe/replicas.h"

namespace kproof {
namespace {

ReplicaFact::Difference::Kind KindOf(DifferenceKind kind) {
  using Kind = ReplicaFact::Difference::Kind;
  switch (kind) {
    case DifferenceKind::kLacks:
      return Kind::kLacks;
    case DifferenceKind::kDiffers:
      return Kind::kDiffers;
    case DifferenceKind::kDeleted:
      return Kind::kDeleted;
    case DifferenceKind::kExtra:
      break;
  }
  return Kind::kExtra;
}

ReplicaFact FactOf(const ReplicaRead& read, const std::string& cluster, RunMicros at) {
  ReplicaFact fact{.at = at,
                   .cluster = cluster,
                   .topic = read.topic,
                   .partition = read.partition,
                   .node = read.node,
                   .leader = read.leader,
                   .leader_epoch = read.leader_epoch,
                   .in_isr = read.in_isr,
                   .start = read.start,
                   .end = read.end,
                   .position = read.position,
                   .problem = read.problem,
                   .differences = {}};
  for (const auto& one : read.differences)
    fact.differences.push_back({KindOf(one.kind), one.first_offset, one.count, one.detail});
  return fact;
}

}  // namespace

std::uint64_t RecordReplicas(const Scenario& scenario, const Clusters& clusters, ClusterSink& store,
                             RunClock clock, Deadline deadline,
                             const std::function<bool()>& give_up) {
  std::uint64_t differing = 0;
  for (const auto& [name, member] : clusters.members()) {
    ReplicaQuestion question{.cluster = member.cluster,
                             .observer = member.observer.get(),
                             .topics = {},
                             .deadline = deadline,
                             .give_up = give_up};
    for (const auto& topic : scenario.topics)
      if (topic.cluster == name) question.topics.push_back(topic.name);
    const auto reads = ReadReplicas(question);
    if (!reads) {
      store.Add(EventFact{clock.Now(), "problem", "replicas",
                          name + ": no broker answered which replicas there are"});
      continue;
    }
    StoreTransaction transaction(store);
    for (const auto& read : *reads) {
      store.Add(FactOf(read, name, clock.Now()));
      for (const auto& one : read.differences) {
        const bool retention = one.kind == DifferenceKind::kDeleted;  // may be: the judge decides
        if (!retention) differing += static_cast<std::uint64_t>(one.count);
      }
    }
    transaction.Commit();
  }
  return differing;
}

}  // namespace kproof

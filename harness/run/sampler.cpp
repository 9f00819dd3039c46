#include "harness/run/sampler.h"

#include <algorithm>

#include "harness/base/cluster_name.h"

namespace kproof {
namespace {

double PerSecond(std::uint64_t now, std::uint64_t before, double seconds) {
  return now > before && seconds > 0 ? static_cast<double>(now - before) / seconds : 0;
}

std::optional<double> Age(RunMicros last, RunMicros now) {
  if (last < 0) return std::nullopt;
  return InSeconds(std::max<RunMicros>(0, now - last));
}

// 0: without a leader, 1: with a part of its ISR, 2: as it should be.
int Rank(const PartitionSample& partition) {
  if (!partition.leader) return 0;
  return partition.isr < partition.replicas ? 1 : 2;
}

}  // namespace

Sampler::Sampler(const Fleet& fleet, const Clusters& clusters, const Nemesis& nemesis,
                 RunFeed& feed)
    : fleet_(fleet),
      clusters_(clusters),
      nemesis_(nemesis),
      feed_(feed),
      before_at_(feed.clock().Now()) {
  feed_.SampleFrom([this](RunSample& sample) { Fill(sample); });
}

void Sampler::Fill(RunSample& sample) {
  FillRecords(sample);
  for (const auto& [name, member] : clusters_.members())
    AddPartitions(name, member.observer->View(), sample);
  sample.faults = nemesis_.Active();
}

void Sampler::FillRecords(RunSample& sample) {
  const LiveState now = fleet_.Totals();
  const RunMicros at = feed_.clock().Now();
  const double seconds = InSeconds(at - before_at_);
  sample.sent = now.sent;
  sample.acked = now.acked;
  sample.failed = now.failed;
  sample.unknown = now.unknown;
  sample.read = now.read;
  sample.sent_per_s = PerSecond(now.sent, before_.sent, seconds);
  sample.acked_per_s = PerSecond(now.acked, before_.acked, seconds);
  sample.failed_per_s = PerSecond(now.failed, before_.failed, seconds);
  sample.read_per_s = PerSecond(now.read, before_.read, seconds);
  sample.last_ack_age_s = Age(now.last_ack, at);
  sample.last_read_age_s = Age(now.last_read, at);
  before_ = now;
  before_at_ = at;
}

// Where no broker answers, what was heard last says nothing of now.
void AddPartitions(const std::string& cluster, const ClusterView& view, RunSample& sample) {
  if (view.listed.empty()) return;
  auto& listed = sample.partitions;
  for (const auto& [name, info] : view.partitions) {
    listed.push_back({.name = InCluster(cluster, name),
                      .leader = info.leader < 0 ? std::nullopt : std::optional(info.leader),
                      .isr = info.isr.size(),
                      .replicas = info.replicas.size()});
    ++sample.partitions_total;
    sample.leaderless += info.leader < 0 ? 1 : 0;
    sample.under_replicated += info.isr.size() < info.replicas.size() ? 1 : 0;
  }
  std::stable_sort(listed.begin(), listed.end(),
                   [](const auto& a, const auto& b) { return Rank(a) < Rank(b); });
  if (listed.size() > kMostPartitions) listed.resize(kMostPartitions);
}

}  // namespace kproof

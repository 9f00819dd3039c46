// Gaps count from "steady" (from the first ack or read where the run does not tell: bringing
// producers up is no outage) to the end of the load, and so does the silence before that end.
#include <fmt/format.h>

#include "audit/judge/run/timeline.h"
#include "harness/base/cluster_name.h"

namespace kproof {
Availability AvailabilityOf(const History& history, const Timeline& timeline) {
  Availability availability;
  const auto end = timeline.load_end();
  const auto begin = [&](RunMicros first) {
    return timeline.load_begin() > 0 ? timeline.load_begin() : first;
  };
  if (const auto first = FirstPulse(timeline.reads(), timeline.load_begin())) {
    availability.longest_read_gap_s =
        InSeconds(LongestGap(timeline.reads(), begin(*first), end).length());
  }
  const auto first = FirstPulse(timeline.acks(), timeline.load_begin());
  if (!first) return availability;
  availability.longest_ack_gap_s =
      InSeconds(LongestGap(timeline.acks(), begin(*first), end).length());
  std::map<std::int64_t, std::string> topics;
  for (const auto& topic : history.topics())
    topics[topic.id] = InCluster(topic.cluster, topic.name);
  // Topics of one name are one here: clients don't tell them apart.
  std::map<std::string, Pulses> acks;
  for (const auto& stream : history.streams()) {
    if (stream.records_sent() == 0) continue;
    const PartitionKey key{stream.row.topic, stream.row.key.partition};
    auto& of_name = acks[fmt::format("{}/{}", topics[key.first], key.second)];
    const auto pulses = timeline.acks_by_partition().find(key);
    if (pulses == timeline.acks_by_partition().end()) continue;
    for (const auto& [second, pulse] : pulses->second) Merge(of_name, second * kSecond, pulse);
  }
  for (const auto& [name, pulses] : acks)
    availability.ack_gap_by_partition_s[name] =
        InSeconds(LongestGap(pulses, begin(*first), end).length());
  const auto& latency = timeline.ack_latency();
  const auto ms = [&](double q) { return static_cast<double>(latency.Quantile(q)) / 1e3; };
  if (!latency.empty())
    availability.ack_ms = {{"p50", ms(0.5)}, {"p99", ms(0.99)}, {"p999", ms(0.999)}};
  return availability;
}

}  // namespace kproof

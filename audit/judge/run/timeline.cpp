#include "audit/judge/run/timeline.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "harness/base/cluster_name.h"

namespace kproof {

namespace {

constexpr auto kNever = std::numeric_limits<RunMicros>::max();

// About how many of a span's records were acked in [from, to): exact where the span lies wholly in
// or out, by its pulse where it does not, and never 0 where one certainly was.
std::uint64_t CountWithin(const SettledRow& span, RunMicros from, RunMicros to) {
  if (span.count == 0) return 0;
  if (span.from >= from && span.to < to) return span.count;
  if (span.to < from || span.from >= to) return 0;
  std::uint64_t inside = 0;
  std::uint64_t all = 0;
  for (unsigned hundredth = 0; hundredth < 100; ++hundredth) {
    if (!Has(span.pulse, hundredth)) continue;
    const auto slot = SecondOf(span.from) * kSecond + static_cast<RunMicros>(hundredth) * kSlot;
    ++all;
    inside += slot >= from && slot + kSlot <= to ? 1 : 0;
  }
  if (inside == 0 || all == 0) return 0;
  return std::max<std::uint64_t>(1, span.count * inside / all);
}

}  // namespace

Timeline::Timeline(const FactReader& store) {
  for (const auto& event : store.Events()) {
    last_event_ = std::max(last_event_, event.at);
    if (event.kind == "phase") phases_.try_emplace(event.subject, event.at);
  }
  for (const auto& fault : store.Faults()) {
    if (fault.from) first_fault_ = std::min(first_fault_.value_or(*fault.from), *fault.from);
  }
  load_begin_ = Phase("steady").value_or(0);
  whole_ = first_fault_ ? Phase("whole").value_or(kNever) : kNever;
}

void Timeline::TakeAcked(const SettledRow& row, PartitionKey partition) {
  acks_.Add(row.from, row.pulse);
  acks_by_partition_[partition].Add(row.from, row.pulse);
  acked_before_whole_ += BeforeWhole(row);
  acked_under_fault_ += UnderFault(row);
  if (row.from >= load_begin_ && !row.continues) TakeLatency(row);
}

void Timeline::TakeLatency(const SettledRow& row) {
  ack_latency_.AddPacked(row.packed_latency);
  if (!first_fault_) return;
  if (row.to < *first_fault_)
    ack_latency_before_fault_.AddPacked(row.packed_latency);
  else if (row.from < whole_)
    ack_latency_under_fault_.AddPacked(row.packed_latency);
}

std::uint64_t Timeline::BeforeWhole(const SettledRow& row) const {
  return CountWithin(row, std::min<RunMicros>(0, row.from), whole_);
}

std::uint64_t Timeline::UnderFault(const SettledRow& row) const {
  return first_fault_ ? CountWithin(row, *first_fault_, whole_) : 0;
}

void Timeline::TakeBack(const SettledRow& row, std::uint64_t kept) {
  auto rest = row;
  rest.count = kept;
  acked_before_whole_ -= BeforeWhole(row) - BeforeWhole(rest);
  acked_under_fault_ -= UnderFault(row) - UnderFault(rest);
}

void Timeline::TakeLiveRead(const ReadRow& row) { reads_.Add(row.from, row.pulse); }

void Timeline::EndAt(RunMicros last) {
  last = std::max(last, last_event_);
  load_end_ = Phase("stop").value_or(Phase("drained").value_or(Phase("end").value_or(last)));
  whole_ = std::min(whole_, last + 1);
}

std::optional<RunMicros> Timeline::Phase(const std::string& name) const {
  const auto found = phases_.find(name);
  return found == phases_.end() ? std::nullopt : std::optional(found->second);
}

std::map<std::string, double> QuantilesMs(const Histogram& latency) {
  if (latency.empty()) return {};
  const auto ms = [&](double q) { return static_cast<double>(latency.Quantile(q)) / 1e3; };
  return {{"p50", ms(0.5)}, {"p99", ms(0.99)}, {"p999", ms(0.999)}};
}

std::optional<double> AckedPerSecond(std::uint64_t acked, const Timeline& timeline) {
  const auto first = FirstPulse(timeline.acks(), std::numeric_limits<RunMicros>::min());
  if (timeline.load_begin() <= 0 || !first || timeline.load_end() <= *first) return std::nullopt;
  return static_cast<double>(acked) / InSeconds(timeline.load_end() - *first);
}

// Gaps count from "steady" (from the first ack or read where the run does not tell: bringing
// producers up is no outage) to the end of the load, and so does the silence before that end.
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
  std::map<std::string, std::set<PartitionKey>> places;
  for (const auto& stream : history.streams()) {
    if (stream.records_sent() == 0) continue;
    const PartitionKey key{stream.row.topic, stream.row.key.partition};
    places[fmt::format("{}/{}", topics[key.first], key.second)].insert(key);
  }
  for (const auto& [name, keys] : places) {
    Pulses acks;
    for (const auto& key : keys) {
      const auto pulses = timeline.acks_by_partition().find(key);
      if (pulses != timeline.acks_by_partition().end()) acks.Add(pulses->second);
    }
    availability.ack_gap_by_partition_s[name] =
        InSeconds(LongestGap(acks, begin(*first), end).length());
  }
  availability.ack_ms = QuantilesMs(timeline.ack_latency());
  availability.ack_ms_before_fault = QuantilesMs(timeline.ack_latency_before_fault());
  availability.ack_ms_under_fault = QuantilesMs(timeline.ack_latency_under_fault());
  return availability;
}

}  // namespace kproof

// Records in the log that a replica of the ISR lacks or holds otherwise, each once however many
// replicas do. The harness compared the logs (harness/observe/replicas.h); here offsets become
// records. Replicas outside the ISR claim nothing, and what stands on a replica alone is no record
// in the log.
#include <fmt/format.h>

#include "audit/judge/checker.h"
#include "audit/judge/records/replicas.h"

namespace kproof {
namespace {

using Kind = ReplicaFact::Difference::Kind;

// Of one kind, on one replica.
struct Place {
  RangeSet offsets;
  Kind kind = Kind::kLacks;
  std::string text;
};

struct Partition {
  std::vector<Place> places;  // apart from one another
  RangeSet all;               // offsets of all of them
};

const char* DidWhat(Kind kind) {
  if (kind == Kind::kDeleted) return "deleted it";
  return kind == Kind::kLacks ? "lacks it" : "holds something else there";
}

const char* EvidenceOf(Kind kind) {
  if (kind == Kind::kDeleted) return "deleted_early";
  return kind == Kind::kLacks ? "lacks" : "differs";
}

std::string TextOf(const ReplicaFact& replica, const ReplicaFact::Difference& difference) {
  auto text = fmt::format("broker {} {}", replica.node, DidWhat(difference.kind));
  return difference.detail.empty() ? text : text + ": " + difference.detail;
}

// Lacked offsets go before those that differ, so that each has one kind. What a replica deleted
// counts where no record of the topic can have expired.
std::map<PartitionKey, Partition> Differing(const History& history) {
  std::map<PartitionKey, Partition> partitions;
  const auto replicas = history.store().Replicas();
  std::optional<std::set<std::int64_t>> young;  // going over all acks is for where it matters
  for (const auto kind : {Kind::kLacks, Kind::kDiffers, Kind::kDeleted}) {
    for (const auto& [topic, replica] : replicas) {
      if (!replica.in_isr) continue;
      for (const auto& difference : replica.differences) {
        if (difference.kind != kind) continue;
        if (kind == Kind::kDeleted) {
          if (!young) young = TopicsTooYoungToExpire(history);
          if (!young->contains(topic)) continue;
        }
        auto& partition = partitions[{topic, replica.partition}];
        const auto first = Natural(difference.first_offset);
        Place place{RangeSet(partition.all.Outside({first, first + Natural(difference.count)})),
                    kind, TextOf(replica, difference)};
        partition.all.Add(place.offsets);
        if (!place.offsets.empty()) partition.places.push_back(std::move(place));
      }
    }
  }
  return partitions;
}

bool LooksForDiverged(const History& history) { return !history.store().Replicas().empty(); }

CheckResult CheckDiverged(const History& history) {
  CheckResult result;
  result.doubts = DoubtsAboutReplicas(history);
  const auto partitions = Differing(history);
  if (partitions.empty()) return result;
  std::map<PartitionKey, RangeSet> named;  // offsets of which the record is known
  const auto put = [&](std::size_t stream, std::uint64_t sequence, const Range& offsets,
                       PartitionKey key, const Place& place) {
    Anomaly anomaly{stream, sequence, offsets.size(), key.second,
                    static_cast<std::int64_t>(offsets.first)};
    if (stream == kNoStream) anomaly.topic = key.first;
    anomaly.stands_there = place.text;
    result.anomalies.push_back(anomaly);
    result.evidence[EvidenceOf(place.kind)] += offsets.size();
  };
  history.store().EachRead([&](const ReadRow& row) {
    const auto index = history.IndexOf(row.stream);
    const auto key = history.PlaceOf(row);
    const auto found = partitions.find(key);
    if (found == partitions.end() ||
        found->second.all.Inside({Natural(row.first_offset), Natural(row.last_offset) + 1}).empty())
      return;
    const auto& in_log = history.LogOffsets(row);
    auto sequence = row.first_sequence;
    for (const auto& run : row.Offsets().Runs()) {
      const RangeSet offsets(in_log.Inside({Natural(run.first), Natural(run.first) + run.count}));
      for (const auto& place : found->second.places) {
        const auto fresh = offsets.And(place.offsets).Minus(named[key]);
        for (const auto& part : fresh.ranges()) {
          const auto first = sequence + part.first - Natural(run.first);
          RangeSet records({{first, first + part.size()}});
          if (place.kind == Kind::kDeleted) records = records.And(history.streams()[index].acked);
          for (const auto& of : records.ranges()) {
            const auto offset = part.first + (of.first - first);
            put(index, of.first, {offset, offset + of.size()}, key, place);
          }
        }
        named[key].Add(fresh);
      }
      sequence += run.count;
    }
  });
  for (const auto& [key, partition] : partitions) {
    for (const auto& place : partition.places) {
      if (place.kind == Kind::kDeleted) continue;  // how old they are is not known
      const auto unnamed = place.offsets.Minus(named[key]);
      for (const auto& part : unnamed.ranges()) put(kNoStream, 0, part, key, place);
    }
  }
  return result;
}

}  // namespace

Checker DivergedChecker() { return {FindingKind::kDiverged, CheckDiverged, LooksForDiverged}; }

}  // namespace kproof

// What was acked, or read, at or above the offset stands there, unless a final pass did not return
// it: what expired, was compacted or lost is nothing to lag behind. Where somebody sends in
// transactions a member may not get what was acked for a long time, so there only what a committed
// reader got is known, and what was aborted is nothing to those who read committed. Records that
// nobody told of in time (only a final pass found them, or they have no stamp) may have been there
// from the start.
#include "audit/judge/consumers/lag.h"

#include <algorithm>
#include <limits>

namespace kproof {
namespace {

constexpr auto kFromTheStart = std::numeric_limits<RunMicros>::min();

void AddRuns(RangeSet& set, const OffsetRun& offsets) {
  for (const auto& run : offsets.Runs())
    set.Add(Range{Natural(run.first), Natural(run.first) + run.count});
}

}  // namespace

void Lag::Highest::Sort() {
  std::sort(all_.begin(), all_.end());
  std::uint64_t highest = 0;
  for (auto& [at, offset] : all_) offset = highest = std::max(highest, offset);
}

std::optional<RunMicros> Lag::Highest::Since(std::uint64_t offset) const {
  const auto found = std::partition_point(all_.begin(), all_.end(),
                                          [&](const auto& entry) { return entry.second < offset; });
  return found == all_.end() ? std::nullopt : std::optional(found->first);
}

Lag::Lag(const History& history, const std::set<PartitionKey>& partitions) {
  for (const auto& key : partitions) partitions_[key];
  for (std::size_t i = 0; i < history.streams().size(); ++i) {
    const auto& row = history.streams()[i].row;
    const auto found = partitions_.find({row.topic, row.key.partition});
    if (found != partitions_.end() && history.transactions().Of(i) != nullptr)
      found->second.transactional = true;
  }
  for (const auto& actor : history.actors()) {
    if (!actor.timed) untimed_.insert(actor.id);
  }
  for (const auto& row : history.store().Runs()) {
    const auto found = partitions_.find({row.topic, row.run.partition});
    if (found != partitions_.end() && !row.run.group.empty())
      found->second.dirty |= row.run.isolation == Isolation::kUncommitted;
  }
  LoadReads(history);
  LoadAcks(history);
  for (const auto& row : history.unstamped()) {
    const auto found = partitions_.find({row.topic, row.partition});
    if (found != partitions_.end() && !row.offsets.empty())
      found->second.possible.Add(kFromTheStart, Natural(row.offsets.last()));
  }
  for (auto& [key, partition] : partitions_) {
    const auto untold = partition.stands.Minus(partition.told);
    if (!untold.empty()) partition.possible.Add(kFromTheStart, untold.ranges().back().end - 1);
    partition.known.Sort();
    partition.possible.Sort();
  }
}

void Lag::LoadReads(const History& history) {
  const auto of = [&](const ReadRow& row) {
    const auto found = partitions_.find(history.PlaceOf(row));
    return found == partitions_.end() ? nullptr : &found->second;
  };
  history.store().EachRead([&](const ReadRow& row) {
    if (auto* partition = of(row); partition != nullptr && row.pass == Pass::kFinal)
      AddRuns(partition->stands, row.Offsets());
  });
  history.store().EachRead([&](const ReadRow& row) {
    auto* partition = of(row);
    if (partition == nullptr || row.pass == Pass::kFinal || untimed_.contains(row.actor)) return;
    const auto offsets = row.Offsets();
    AddRuns(partition->told, offsets);
    partition->possible.Add(row.from, Natural(row.last_offset));
    const bool looked = history.Partition(history.PlaceOf(row)).final_pass;
    const auto standing = Standing(*partition, looked, offsets);
    if (standing && (!partition->transactional || row.isolation == Isolation::kCommitted))
      partition->known.Add(row.to, *standing);
  });
}

void Lag::LoadAcks(const History& history) {
  history.store().EachSettled([&](const SettledRow& row) {
    const auto& stream = history.streams()[history.IndexOf(row.stream)];
    const PartitionKey key{row.topic.value_or(stream.row.topic), stream.row.key.partition};
    const auto found = partitions_.find(key);
    if (found == partitions_.end() || row.outcome != Outcome::kAcked || !row.first_offset) return;
    auto& partition = found->second;
    if (stream.actor == nullptr || !stream.actor->timed) {
      partition.possible.Add(kFromTheStart, Natural(*row.last_offset));
      return;
    }
    const auto offsets = row.Offsets();
    AddRuns(partition.told, offsets);
    const auto* txns = history.transactions().Of(history.IndexOf(row.stream));
    const auto possible =
        Gettable(row, txns == nullptr || partition.dirty ? RangeSet() : txns->aborted);
    const auto latency = Histogram::Unpack(row.packed_latency).Quantile(1.0);
    if (possible) partition.possible.Add(row.from - static_cast<RunMicros>(latency), *possible);
    const auto standing = Standing(partition, history.Partition(key).final_pass, offsets);
    if (standing && !partition.transactional) partition.known.Add(row.to, *standing);
  });
}

std::optional<std::uint64_t> Lag::Gettable(const SettledRow& row, const RangeSet& never) {
  std::optional<std::uint64_t> highest;
  auto sequence = row.first_sequence;
  for (const auto& run : row.Offsets().Runs()) {
    never.EachOutside({sequence, sequence + run.count}, [&](Range part) {
      highest = Natural(run.first) + (part.end - 1 - sequence);
    });
    sequence += run.count;
  }
  return highest;
}

std::optional<std::uint64_t> Lag::Standing(const Partition& partition, bool looked,
                                           const OffsetRun& offsets) {
  if (!looked) return Natural(offsets.last());
  std::optional<std::uint64_t> highest;
  for (const auto& run : offsets.Runs()) {
    partition.stands.EachInside({Natural(run.first), Natural(run.first) + run.count},
                                [&](Range part) { highest = part.end - 1; });
  }
  return highest;
}

std::optional<RunMicros> Lag::KnownSince(PartitionKey key, std::uint64_t offset) const {
  return partitions_.at(key).known.Since(offset);
}

std::optional<RunMicros> Lag::PossibleSince(PartitionKey key, std::uint64_t offset) const {
  return partitions_.at(key).possible.Since(offset);
}

}  // namespace kproof

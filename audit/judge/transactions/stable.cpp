// No fact tells when the bounds of a pass were asked for: not before its reader was opened, nor,
// where that is not told, before its first final read. It may have been any time up to the end.
#include "audit/judge/transactions/stable.h"

#include <algorithm>

namespace kproof {
namespace {

// Where the row has a record of the stream at `offset`, its sequence.
template <typename Row>
std::optional<std::uint64_t> SequenceAt(const Row& row, std::uint64_t offset) {
  auto sequence = row.first_sequence;
  for (const auto& run : row.Offsets().Runs()) {
    const auto first = Natural(run.first);
    if (first <= offset && offset < first + run.count) return sequence + (offset - first);
    sequence += run.count;
  }
  return std::nullopt;
}

}  // namespace

StableOffsets::StableOffsets(const History& history) {
  LoadSpans(history);
  LoadBounds(history);
  FindHolders(history);
  for (auto& [key, partition] : partitions_)
    std::sort(partition.past.begin(), partition.past.end());
}

void StableOffsets::LoadSpans(const History& history) {
  const auto take = [&](const auto& row, std::size_t index, std::int64_t last) {
    const auto& stream = history.streams()[index].row;
    auto& partition = partitions_[{stream.topic, stream.key.partition}];
    partition.end = std::max(partition.end, Natural(last) + 1);
    if (history.transactions().Of(index) == nullptr) return;
    auto sequence = row.first_sequence;
    for (const auto& run : row.Offsets().Runs()) {
      placed_[index].push_back({sequence, Natural(run.first), run.count});
      sequence += run.count;
    }
  };
  history.store().EachSettled([&](const SettledRow& row) {
    if (row.last_offset) take(row, history.IndexOf(row.stream), *row.last_offset);
  });
  history.store().EachRead([&](const ReadRow& row) {
    const auto index = history.IndexOf(row.stream);
    const auto& stream = history.streams()[index].row;
    const auto key = history.PlaceOf(row);
    if (key == PartitionKey{stream.topic, stream.key.partition}) take(row, index, row.last_offset);
    if (row.isolation != Isolation::kCommitted) return;
    any_ = true;
    if (history.HasClock(row.actor))
      partitions_[key].past.emplace_back(row.to, Natural(row.last_offset));
  });
}

void StableOffsets::LoadBounds(const History& history) {
  std::map<std::int64_t, const ActorRow*> actors;
  for (const auto& actor : history.actors()) actors[actor.id] = &actor;
  std::map<std::int64_t, RunMicros> first_reads;  // final ones, by actor
  history.store().EachRead([&](const ReadRow& row) {
    if (row.pass != Pass::kFinal) return;
    auto& known = first_reads.try_emplace(row.actor, row.from).first->second;
    known = std::min(known, row.from);
  });
  std::map<PartitionKey, std::uint64_t> high;  // watermarks
  const auto bounds = history.store().AllBounds();
  for (const auto& row : bounds) {
    if (row.isolation != Isolation::kUncommitted) continue;
    auto& known = high[{row.topic, row.bounds.partition}];
    known = std::max(known, Natural(row.bounds.end));
  }
  for (const auto& row : bounds) {
    if (row.isolation != Isolation::kCommitted) continue;
    any_ = true;
    const PartitionKey key{row.topic, row.bounds.partition};
    const auto end = Natural(row.bounds.end);
    const auto* actor = actors.at(row.actor);
    if (end > 0) partitions_[key].past.emplace_back(history.last_at(), end - 1);
    const auto watermark = high.find(key);
    const bool below =
        watermark == high.end() ? end < partitions_[key].end : end < watermark->second;
    if (!below) continue;
    Stood stood{key, end, std::nullopt, std::nullopt, std::nullopt};
    const auto first = first_reads.find(row.actor);
    if (actor->timed && actor->ToldLife()) {
      stood.asked = *actor->opened;
    } else if (actor->timed && first != first_reads.end()) {
      stood.asked = first->second;
    }
    stood_.push_back(stood);
  }
}

// What stands there by an uncommitted final pass, and was acked or read there before.
void StableOffsets::FindHolders(const History& history) {
  if (stood_.empty()) return;
  history.store().EachRead([&](const ReadRow& row) {
    if (row.pass != Pass::kFinal || row.isolation != Isolation::kUncommitted) return;
    for (auto& stood : stood_) {
      if (history.PlaceOf(row) != stood.key) continue;
      if (const auto sequence = SequenceAt(row, stood.offset))
        stood.holder = {history.IndexOf(row.stream), *sequence};
    }
  });
  const auto know = [&](const auto& row, PartitionKey key, bool in_time) {
    for (auto& stood : stood_) {
      if (!stood.holder || stood.key != key || !in_time) continue;
      if (history.IndexOf(row.stream) != stood.holder->first) continue;
      if (SequenceAt(row, stood.offset) != stood.holder->second) continue;
      stood.known = std::min(stood.known.value_or(row.to), row.to);
    }
  };
  history.store().EachSettled([&](const SettledRow& row) {
    const auto& stream = history.streams()[history.IndexOf(row.stream)];
    const bool in_time = stream.actor != nullptr && stream.actor->timed && row.last_offset;
    know(row, {stream.row.topic, stream.row.key.partition}, in_time);
  });
  history.store().EachRead([&](const ReadRow& row) {
    if (row.pass == Pass::kLive) know(row, history.PlaceOf(row), history.HasClock(row.actor));
  });
  // What was sent in no transaction holds nothing: the log ended there, and it came later.
  std::erase_if(stood_, [&](const Stood& stood) {
    if (!stood.holder) return false;
    const auto* txns = history.transactions().Of(stood.holder->first);
    return txns == nullptr ||
           std::none_of(txns->parts.begin(), txns->parts.end(), [&](const auto& part) {
             return part.first.first <= stood.holder->second &&
                    stood.holder->second < part.first.end;
           });
  });
}

std::optional<std::uint64_t> StableOffsets::FirstOf(std::size_t stream,
                                                    const RangeSet& sequences) const {
  std::optional<std::uint64_t> first;
  const auto placed = placed_.find(stream);
  if (placed == placed_.end()) return first;
  for (const auto& span : placed->second) {
    sequences.EachInside({span.sequence, span.sequence + span.count}, [&](Range part) {
      const auto offset = span.offset + part.first - span.sequence;
      first = std::min(first.value_or(offset), offset);
    });
  }
  return first;
}

std::optional<RunMicros> StableOffsets::PastSince(PartitionKey key,
                                                  std::optional<std::uint64_t> offset) const {
  const auto found = partitions_.find(key);
  if (found == partitions_.end()) return std::nullopt;
  const auto end = found->second.end;
  const auto wanted = offset.value_or(end > 0 ? end - 1 : 0);
  std::optional<RunMicros> since;
  for (const auto& [at, past] : found->second.past) {
    if (past >= wanted) since = std::min(since.value_or(at), at);
  }
  return since;
}

}  // namespace kproof

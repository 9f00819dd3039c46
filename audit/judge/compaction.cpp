#include "audit/judge/compaction.h"

#include <algorithm>

#include "audit/judge/missing.h"

namespace kproof {
namespace {

// What became of the transaction that a record was sent in.
enum class Whether { kCounts, kUndecided, kAborted };

Whether StateOf(const TxnRecords* txns, std::uint64_t sequence) {
  if (txns == nullptr || txns->committed.Contains(sequence)) return Whether::kCounts;
  if (txns->open.Contains(sequence) || txns->unknown.Contains(sequence)) return Whether::kUndecided;
  return txns->aborted.Contains(sequence) ? Whether::kAborted : Whether::kCounts;
}

}  // namespace

Compaction::Compaction(const History& history) {
  LoadKeys(history);
  if (keys_.empty() && found_.empty()) return;
  LoadAcked(history);
  LoadStanding(history);
  LoadUnknown(history);
}

void Compaction::LoadKeys(const History& history) {
  const auto retention = RetentionOf(history);
  history.store().EachKey([&](const KeyRow& row) {
    const auto index = history.IndexOf(row.stream);
    const auto& stream = history.streams()[index].row;
    if (!retention.at(stream.topic).compacted) return;
    const PartitionKey home{stream.topic, stream.key.partition};
    home_[index] = home;
    partitions_[home];
    auto& keys = keys_[index][row.span.first_sequence];
    for (std::size_t i = 0; i < row.span.hashes.size(); ++i)
      keys.push_back({row.span.hashes[i], row.span.tombstones[i]});
  });
  history.store().EachFoundKey([&](const FoundKeyRow& row) {
    found_[{{row.topic, row.key.partition}, Natural(row.key.offset)}] = {row.key.hash,
                                                                         row.key.tombstone};
  });
}

const Compaction::Key* Compaction::KeyOf(std::size_t stream, std::uint64_t sequence) const {
  const auto spans = keys_.find(stream);
  if (spans == keys_.end()) return nullptr;
  auto span = spans->second.upper_bound(sequence);
  if (span == spans->second.begin()) return nullptr;
  --span;
  const auto at = sequence - span->first;
  if (at >= span->second.size() || span->second[at].hash == 0) return nullptr;
  return &span->second[at];
}

void Compaction::Take(PartitionKey key, std::uint64_t offset, const Key* of, bool stands,
                      bool counts, bool aborted) {
  auto& partition = partitions_.at(key);
  if (of == nullptr) {
    partition.known_above = std::max(partition.known_above, offset + 1);
    return;
  }
  if (aborted) return;
  auto& state = partition.keys[of->hash];
  auto& newest = counts ? state.newest : state.newest_undecided;
  newest = std::max(newest.value_or(offset), offset);
  if (stands) state.lowest_standing = std::min(state.lowest_standing.value_or(offset), offset);
}

// Of several words on a record the last counts.
void Compaction::LoadAcked(const History& history) {
  history.store().EachSettled([&](const SettledRow& row) {
    if (row.outcome != Outcome::kAcked || !row.first_offset) return;
    const auto index = history.IndexOf(row.stream);
    const auto& stream = history.streams()[index];
    const PartitionKey home{stream.row.topic, stream.row.key.partition};
    if (!partitions_.contains(home)) return;
    const auto* txns = history.transactions().Of(index);
    auto sequence = row.first_sequence;
    row.Offsets().EachRun([&](const OffsetRun::Run& run) {
      for (std::uint64_t i = 0; i < run.count; ++i, ++sequence) {
        if (!stream.acked.Contains(sequence)) continue;
        const auto whether = StateOf(txns, sequence);
        Take(home, Natural(run.first) + i, KeyOf(index, sequence), false,
             whether == Whether::kCounts, whether == Whether::kAborted);
      }
    });
  });
}

void Compaction::LoadStanding(const History& history) {
  history.store().EachRead([&](const ReadRow& row) {
    const auto place = history.PlaceOf(row);
    const auto partition = partitions_.find(place);
    if (partition == partitions_.end()) return;
    const auto& in_log = history.LogOffsets(row);
    if (in_log.empty()) return;
    const auto index = history.IndexOf(row.stream);
    const auto* txns = history.transactions().Of(index);
    auto sequence = row.first_sequence;
    row.Offsets().EachRun([&](const OffsetRun::Run& run) {
      const auto first = Natural(run.first);
      in_log.EachInside({first, first + run.count}, [&](Range part) {
        partition->second.taken.Add(part);
        for (auto offset = part.first; offset < part.end; ++offset) {
          const auto number = sequence + (offset - first);
          const auto* key = KeyOf(index, number);
          const auto found = key == nullptr ? found_.find({place, offset}) : found_.end();
          if (found != found_.end()) key = &found->second;
          const auto whether = StateOf(txns, number);
          Take(place, offset, key, true, whether == Whether::kCounts, whether == Whether::kAborted);
          if (home_.contains(index)) standing_[index].Add(Range{number, number + 1});
        }
      });
      sequence += run.count;
    });
  });
  for (const auto& row : history.unstamped()) {
    const PartitionKey place{row.topic, row.partition};
    const auto partition = partitions_.find(place);
    if (partition == partitions_.end()) continue;
    const bool in_log = !history.Partition(place).final_pass || row.pass == Pass::kFinal;
    row.offsets.EachRun([&](const OffsetRun::Run& run) {
      const auto first = Natural(run.first);
      if (in_log) partition->second.taken.Add(Range{first, first + run.count});
      for (std::uint64_t i = 0; i < run.count; ++i) {
        const auto found = found_.find({place, first + i});
        Take(place, first + i, found == found_.end() ? nullptr : &found->second, in_log, true,
             false);
      }
    });
  }
}

// A send of unknown outcome that is not in the log may have been written, have replaced older ones
// of its key, and be gone: a tombstone that was removed, or a record that nobody has come to yet.
// One whose ack told no offset has no known place either.
void Compaction::LoadUnknown(const History& history) {
  for (const auto& [index, home] : home_) {
    const auto& stream = history.streams()[index];
    auto& partition = partitions_.at(home);
    const bool whole = history.Partition(home).covered_whole;
    RangeSet unknown({{0, stream.sent}});
    const auto standing = standing_.find(index);
    unknown = unknown.Minus(stream.failed);
    if (standing != standing_.end()) unknown = unknown.Minus(standing->second);
    for (const auto& range : unknown.ranges()) {
      for (auto sequence = range.first; sequence < range.end; ++sequence) {
        if (stream.acked.Contains(sequence)) continue;
        const auto* key = KeyOf(index, sequence);
        if (key != nullptr && (key->tombstone || !whole))
          partition.keys[key->hash].may_have_gone = true;
      }
    }
  }
}

Compaction::Answer Compaction::Of(std::size_t stream, std::uint64_t sequence,
                                  std::uint64_t offset) const {
  Answer answer;
  const auto home = home_.find(stream);
  if (home == home_.end()) {
    answer.count = ~std::uint64_t{0};
    return answer;
  }
  const auto& partition = partitions_.at(home->second);
  answer.taken = partition.taken.Contains(offset);
  const auto* key = KeyOf(stream, sequence);
  if (key == nullptr || offset + 1 < partition.known_above) return answer;
  const auto found = partition.keys.find(key->hash);
  if (found == partition.keys.end()) return answer;  // it was not acked here
  const auto& state = found->second;
  const bool newest = !state.newest || *state.newest <= offset;
  if (!newest) {
    answer.absence = Absence::kCompacted;
  } else if (state.may_have_gone || state.newest_undecided.value_or(0) > offset) {
    answer.absence = Absence::kUndecided;
  } else if (key->tombstone && state.lowest_standing.value_or(offset) >= offset) {
    answer.absence = Absence::kTombstone;
  } else {
    answer.absence = Absence::kUnexplained;
  }
  return answer;
}

}  // namespace kproof

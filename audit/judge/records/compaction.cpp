#include "audit/judge/records/compaction.h"

#include <algorithm>

#include "audit/judge/records/missing.h"
#include "audit/judge/topics/vague.h"

namespace kproof {
namespace {

bool IsAborted(const TxnRecords* txns, std::uint64_t sequence) {
  return txns != nullptr && txns->aborted.Contains(sequence);
}

bool IsUndecided(const TxnRecords* txns, std::uint64_t sequence) {
  return txns != nullptr && (txns->open.Contains(sequence) || txns->unknown.Contains(sequence));
}

void Raise(std::optional<std::uint64_t>& highest, std::uint64_t offset) {
  highest = std::max(highest.value_or(offset), offset);
}

}  // namespace

Compaction::Compaction(const History& history) {
  for (std::size_t i = 0; i < history.streams().size(); ++i) {
    const auto& row = history.streams()[i].row;
    if (!history.retention(row.topic).compacted) continue;
    home_[i] = {row.topic, row.key.partition};
    partitions_[home_[i]].unknown_anywhere = history.vague().Records(home_[i]);
  }
  if (home_.empty()) return;
  LoadKeys(history);
  LoadWords(history);
  LoadStanding(history);
  TakeWords(history);
  TakeUnstamped(history);
}

void Compaction::LoadKeys(const History& history) {
  history.store().EachKey([&](const KeyRow& row) {
    const auto index = history.IndexOf(row.stream);
    if (!home_.contains(index)) return;
    auto& keys = keys_[index][row.span.first_sequence];
    for (std::size_t i = 0; i < row.span.hashes.size(); ++i)
      keys.push_back({row.span.hashes[i], row.span.tombstones[i]});
  });
  history.store().EachFoundKey([&](const FoundKeyRow& row) {
    auto& keys = found_[{{row.topic, row.key.partition}, Natural(row.key.offset)}];
    const Key key{row.key.hash, row.key.tombstone};
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(key);
  });
  if (found_.empty()) return;
  for (const auto& row : history.unstamped()) {
    row.offsets.EachRun([&](const OffsetRun::Run& run) {
      unstamped_[{row.topic, row.partition}].Add(
          Range{Natural(run.first), Natural(run.first) + run.count});
    });
  }
}

// Where the log was cut between two reads, several may have been found at one place: then it is of
// nobody knows which.
const Compaction::Key* Compaction::FoundAt(PartitionKey place, std::uint64_t offset) const {
  const auto found = found_.find({place, offset});
  if (found == found_.end() || found->second.size() > 1) return nullptr;
  const auto unstamped = unstamped_.find(place);
  if (unstamped != unstamped_.end() && unstamped->second.Contains(offset)) return nullptr;
  return &found->second.front();
}

const Compaction::Key* Compaction::KeyOf(std::size_t stream, std::uint64_t sequence) const {
  const auto spans = keys_.find(stream);
  if (spans == keys_.end()) return nullptr;
  auto span = spans->second.upper_bound(sequence);
  if (span == spans->second.begin()) return nullptr;
  --span;
  const auto at = sequence - span->first;
  return at < span->second.size() ? &span->second[at] : nullptr;
}

void Compaction::LoadWords(const History& history) {
  for (const auto& [index, home] : home_) words_[index].resize(history.streams()[index].sent);
  history.store().EachSettled([&](const SettledRow& row) {
    const auto words = words_.find(history.IndexOf(row.stream));
    if (words == words_.end()) return;
    auto sequence = row.first_sequence;
    for (; sequence < row.first_sequence + row.count; ++sequence)
      words->second.at(sequence) = {row.outcome, -1};
    sequence = row.first_sequence;
    row.Offsets().EachRun([&](const OffsetRun::Run& run) {
      for (std::uint64_t i = 0; i < run.count; ++i)
        words->second.at(sequence++).offset = run.first + static_cast<std::int64_t>(i);
    });
  });
}

// Records of aborted transactions replace nothing, though they stand there.
void Compaction::Take(Partition& partition, std::uint64_t offset, const Key* key, bool stands,
                      const TxnRecords* txns, std::uint64_t sequence) {
  if (key == nullptr) {
    partition.known_from = std::max(partition.known_from, offset + 1);
    return;
  }
  if (key->hash == 0 || IsAborted(txns, sequence)) return;
  auto& state = partition.keys[key->hash];
  Raise(IsUndecided(txns, sequence) ? state.newest_undecided : state.newest, offset);
  if (stands) state.lowest_standing = std::min(state.lowest_standing.value_or(offset), offset);
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
    const auto home = home_.find(index);
    auto sequence = row.first_sequence;
    row.Offsets().EachRun([&](const OffsetRun::Run& run) {
      const auto first = Natural(run.first);
      in_log.EachInside({first, first + run.count}, [&](Range part) {
        partition->second.taken.Add(part);
        for (auto offset = part.first; offset < part.end; ++offset) {
          const auto number = sequence + (offset - first);
          const auto* key = KeyOf(index, number);
          if (key == nullptr) key = FoundAt(place, offset);
          Take(partition->second, offset, key, true, txns, number);
          if (home != home_.end() && home->second == place)
            standing_[index].Add(Range{number, number + 1});
        }
      });
      sequence += run.count;
    });
  });
}

void Compaction::TakeUnstamped(const History& history) {
  for (const auto& row : history.unstamped()) {
    const PartitionKey place{row.topic, row.partition};
    const auto partition = partitions_.find(place);
    if (partition == partitions_.end()) continue;
    const auto& in_log = history.LogOffsets(place, row.pass, row.isolation);
    row.offsets.EachRun([&](const OffsetRun::Run& run) {
      const auto first = Natural(run.first);
      in_log.EachInside({first, first + run.count}, [&](Range part) {
        partition->second.taken.Add(part);
        for (auto offset = part.first; offset < part.end; ++offset) {
          const auto found = found_.find({place, offset});
          if (found == found_.end()) Take(partition->second, offset, nullptr, true, nullptr, 0);
          for (const auto& key : found == found_.end() ? std::vector<Key>() : found->second)
            Take(partition->second, offset, &key, true, nullptr, 0);
        }
      });
    });
  }
}

// What was acked; and what may have been written, have replaced older records of its key, and be
// gone: a tombstone that was removed, or a record that no pass has come to yet.
void Compaction::TakeWords(const History& history) {
  for (const auto& [index, words] : words_) {
    auto& partition = partitions_.at(home_.at(index));
    const auto* txns = history.transactions().Of(index);
    const bool whole = history.Partition(home_.at(index)).covered_whole;
    const auto& elsewhere = history.streams()[index].elsewhere;
    for (std::uint64_t sequence = 0; sequence < words.size(); ++sequence) {
      const auto& word = words[sequence];
      if (elsewhere.Contains(sequence)) continue;
      if (word.outcome == Outcome::kFailed) continue;
      const auto* key = KeyOf(index, sequence);
      const bool acked = word.outcome == Outcome::kAcked;
      if (word.offset >= 0 && (acked || key == nullptr))
        Take(partition, Natural(word.offset), key, false, txns, sequence);
      if (acked && word.offset < 0 && key == nullptr) partition.unknown_anywhere = true;
      if (key == nullptr || key->hash == 0 || IsAborted(txns, sequence) ||
          standing_[index].Contains(sequence))
        continue;
      if (!key->tombstone && (whole || acked)) continue;
      auto& state = partition.keys[key->hash];
      if (word.offset < 0) {
        state.may_have_gone = true;
      } else if (!acked) {
        Raise(state.newest_gone, Natural(word.offset));
      }
    }
  }
}

Absence Compaction::Of(std::size_t stream, std::uint64_t sequence, std::uint64_t offset) const {
  Absence absence;
  const auto home = home_.find(stream);
  if (home == home_.end()) return absence;
  const auto& partition = partitions_.at(home->second);
  absence.taken = partition.taken.Contains(offset);
  const auto& taken = partition.taken.ranges();
  absence.stands_above = !taken.empty() && taken.back().end > offset + 1;
  const auto* key = KeyOf(stream, sequence);
  absence.known = key != nullptr && key->hash != 0 && !partition.unknown_anywhere &&
                  offset + 1 >= partition.known_from;
  const auto found = absence.known ? partition.keys.find(key->hash) : partition.keys.end();
  if (found == partition.keys.end()) return absence;
  const auto& state = found->second;
  const auto above = [&](const std::optional<std::uint64_t>& other) {
    return other && *other > offset;
  };
  absence.superseded = above(state.newest);
  absence.maybe_superseded =
      state.may_have_gone || above(state.newest_undecided) || above(state.newest_gone);
  absence.removable = key->tombstone && state.lowest_standing.value_or(offset) >= offset;
  return absence;
}

}  // namespace kproof

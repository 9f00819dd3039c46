// No fact tells where a log started when something was sent, so a pass has to begin at offset 0.
// When a pass began is told by its first read; of a partition that had nothing to read by its
// reader's first read anywhere, or by when the reader was opened, which is all that is known where
// it returned records without a stamp.
#include "audit/judge/unknown_sends.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

namespace kproof {

UnknownSends::UnknownSends(const History& history, const CommittedLog& log)
    : history_(history), log_(log) {
  if (!InDoubt()) return;
  LoadPlaces();
  LoadPasses();
}

// Of unknown outcome, in a transaction. What was never settled may have failed where facts of the
// producer are missing.
RangeSet UnknownSends::Sent(const Transaction& txn, std::size_t stream) const {
  const auto& of = history_.streams()[stream];
  const auto& records = txn.records.at(stream);
  if (of.actor != nullptr && of.actor->MayLackFacts()) return records.And(of.unknown);
  return records.Minus(of.acked).Minus(of.failed);
}

bool UnknownSends::InDoubt() const {
  const auto& all = history_.transactions().all();
  return std::any_of(all.begin(), all.end(), [&](const Transaction& txn) {
    if (txn.state != TxnState::kCommitted) return false;
    return std::any_of(txn.records.begin(), txn.records.end(), [&](const auto& entry) {
      return !Sent(txn, entry.first).Minus(log_.Visible(entry.first)).empty();
    });
  });
}

// By an ack that was not the last word, or by any reader.
void UnknownSends::LoadPlaces() {
  const auto passes = CommittedPasses(history_);
  const auto place = [&](const auto& row, PartitionKey key) {
    const auto index = history_.IndexOf(row.stream);
    const auto pass = passes.find(key);
    if (pass == passes.end() || history_.transactions().Of(index) == nullptr) return;
    auto sequence = row.first_sequence;
    for (const auto& run : row.Offsets().Runs()) {
      const auto first = Natural(run.first);
      for (const auto& part : pass->second.Inside({first, first + run.count}))
        placed_[index].Add(Range{sequence + part.first - first, sequence + part.end - first});
      sequence += run.count;
    }
  };
  history_.store().EachRead([&](const ReadRow& row) { place(row, history_.PlaceOf(row)); });
  history_.store().EachSettled([&](const SettledRow& row) {
    if (!row.first_offset) return;
    const auto& stream = history_.streams()[history_.IndexOf(row.stream)].row;
    place(row, {stream.topic, stream.key.partition});
  });
}

void UnknownSends::LoadPasses() {
  std::map<std::int64_t, const ActorRow*> actors;
  for (const auto& actor : history_.actors()) actors[actor.id] = &actor;
  std::map<std::int64_t, RunMicros> first_reads;  // by actor
  std::map<std::pair<std::int64_t, PartitionKey>, RunMicros> first_reads_here;
  const auto earlier = [](auto& times, const auto& key, RunMicros at) {
    auto& known = times.try_emplace(key, at).first->second;
    known = std::min(known, at);
  };
  history_.store().EachRead([&](const ReadRow& row) {
    if (row.pass != Pass::kFinal || row.isolation != Isolation::kUncommitted) return;
    earlier(first_reads, row.actor, row.from);
    earlier(first_reads_here, std::pair(row.actor, history_.PlaceOf(row)), row.from);
  });
  std::set<std::pair<std::int64_t, PartitionKey>> foreign;  // may have been read first
  for (const auto& row : history_.unstamped()) {
    if (row.pass == Pass::kFinal && row.isolation == Isolation::kUncommitted)
      foreign.insert({row.actor, {row.topic, row.partition}});
  }
  for (const auto& row : history_.store().AllBounds()) {
    const auto& bounds = row.bounds;
    const bool whole = row.isolation == Isolation::kUncommitted && bounds.start <= 0 &&
                       bounds.position.value_or(bounds.end) >= bounds.end;
    const auto actor = actors.find(row.actor);
    if (!whole || actor == actors.end() || actor->second->MayLackFacts() || !actor->second->timed)
      continue;
    const PartitionKey key{row.topic, bounds.partition};
    std::optional<RunMicros> began = actor->second->opened;
    if (!foreign.contains({row.actor, key})) {
      const auto any = first_reads.find(row.actor);
      if (any != first_reads.end()) began = any->second;
      const auto here = first_reads_here.find({row.actor, key});
      if (here != first_reads_here.end()) began = here->second;
    }
    if (began) whole_passes_[key].push_back(*began);
  }
}

UnknownSends::Absent UnknownSends::Of(const Transaction& txn, std::size_t stream) const {
  const auto sent = Sent(txn, stream).Minus(log_.Visible(stream));
  const auto& row = history_.streams()[stream].row;
  if (sent.empty()) return {};
  if (log_.Compacted(row.topic)) return {{}, sent};
  const auto& ended = txn.row.txn.ended;
  const bool timed = ended && txn.actor != nullptr && txn.actor->timed;
  const auto passes = whole_passes_.find({row.topic, row.key.partition});
  const bool gone_over = timed && passes != whole_passes_.end() &&
                         std::any_of(passes->second.begin(), passes->second.end(),
                                     [&](RunMicros began) { return began > *ended; });
  if (gone_over) return {sent, {}};
  const auto placed = placed_.find(stream);
  if (placed == placed_.end()) return {{}, sent};
  return {sent.And(placed->second), sent.Minus(placed->second)};
}

}  // namespace kproof

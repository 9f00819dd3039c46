// No fact tells where a log started when something was sent, so a pass has to begin at offset 0.
// When a reader's passes began is told by its first read in any of them; where it returned records
// without a stamp, of which no time is kept, by when it was opened. That a transaction had ended by
// then is told by its own end, where its outcome was told, or by a committed reader that had got a
// record of it: one of unknown outcome may have gone on.
#include "audit/judge/transactions/unknown_sends.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

namespace kproof {

UnknownSends::UnknownSends(const History& history, const CommittedLog& log)
    : history_(history), log_(log) {
  const auto& all = history.transactions().all();
  if (std::none_of(all.begin(), all.end(), [&](const auto& txn) { return InDoubt(txn); })) return;
  LoadPlaces();
  LoadPasses();
}

// Of unknown outcome, in a transaction. What was never settled may have failed where facts of the
// producer are missing, unless somebody got it.
RangeSet UnknownSends::Sent(const Transaction& txn, std::size_t stream) const {
  const auto& of = history_.streams()[stream];
  const auto sent = txn.records.at(stream).Minus(of.acked).Minus(of.failed);
  if (of.actor == nullptr || !of.actor->MayLackFacts()) return sent;
  auto certain = sent.And(of.unknown);
  certain.Add(sent.And(log_.Hidden(stream)));
  return certain;
}

bool UnknownSends::InDoubt(const Transaction& txn) const {
  if (txn.state != TxnState::kCommitted) return false;
  return std::any_of(txn.records.begin(), txn.records.end(), [&](const auto& entry) {
    return !Sent(txn, entry.first).Minus(log_.Visible(entry.first)).empty();
  });
}

// By an ack that was not the last word, or by any reader; all of them have to be gone over. Of a
// record that was sent in several transactions nobody knows which of them stood there.
void UnknownSends::LoadPlaces() {
  const auto passes = CommittedPasses(history_);
  std::map<std::size_t, RangeSet> elsewhere;  // told, and no committed pass has gone over it
  const auto place = [&](const auto& row, PartitionKey key) {
    const auto index = history_.IndexOf(row.stream);
    const auto pass = passes.find(key);
    const auto* txns = history_.transactions().Of(index);
    if (pass == passes.end() || txns == nullptr) return;
    const auto several =
        txns->resent.And(RangeSet({{row.first_sequence, row.first_sequence + row.count}}));
    auto sequence = row.first_sequence;
    for (const auto& run : row.Offsets().Runs()) {
      const auto first = Natural(run.first);
      for (const auto& part : pass->second.Inside({first, first + run.count}))
        placed_[index].Add(RangeSet({{sequence + part.first - first, sequence + part.end - first}})
                               .Minus(several));
      for (const auto& part : pass->second.Outside({first, first + run.count}))
        elsewhere[index].Add(Range{sequence + part.first - first, sequence + part.end - first});
      sequence += run.count;
    }
  };
  history_.store().EachRead([&](const ReadRow& row) {
    const auto& stream = history_.streams()[history_.IndexOf(row.stream)].row;
    const PartitionKey home{stream.topic, stream.key.partition};
    if (history_.PlaceOf(row) == home) place(row, home);
  });
  history_.store().EachSettled([&](const SettledRow& row) {
    if (!row.first_offset) return;
    const auto& stream = history_.streams()[history_.IndexOf(row.stream)].row;
    place(row, {stream.topic, stream.key.partition});
  });
  for (auto& [index, sequences] : placed_) sequences = sequences.Minus(elsewhere[index]);
}

void UnknownSends::LoadPasses() {
  std::map<std::int64_t, RunMicros> first_reads;  // by actor
  history_.store().EachRead([&](const ReadRow& row) {
    if (row.pass != Pass::kFinal || row.isolation != Isolation::kUncommitted) return;
    auto& known = first_reads.try_emplace(row.actor, row.from).first->second;
    known = std::min(known, row.from);
  });
  std::set<std::int64_t> foreign;  // they may have read those first
  for (const auto& row : history_.unstamped()) {
    if (row.pass == Pass::kFinal && row.isolation == Isolation::kUncommitted)
      foreign.insert(row.actor);
  }
  LoadEnds();
  for (const auto& row : history_.store().AllBounds()) {
    const auto& bounds = row.bounds;
    const bool whole = row.isolation == Isolation::kUncommitted && bounds.start <= 0 &&
                       bounds.position.value_or(bounds.end) >= bounds.end;
    const auto* actor = history_.actor(row.actor);
    if (!whole || actor == nullptr || actor->MayLackFacts() || !actor->timed) continue;
    const PartitionKey key{row.topic, bounds.partition};
    std::optional<RunMicros> began = actor->opened;
    if (!foreign.contains(row.actor)) {
      const auto first = first_reads.find(row.actor);
      began = first == first_reads.end() ? std::nullopt : std::optional(first->second);
    }
    if (began) whole_passes_[key].push_back(*began);
  }
}

// When each transaction in doubt had surely ended.
void UnknownSends::LoadEnds() {
  std::map<std::size_t, std::vector<std::pair<std::int64_t, RangeSet>>> evidence;  // by stream
  const auto take = [&](std::int64_t txn, RunMicros at) {
    auto& known = ended_.try_emplace(txn, at).first->second;
    known = std::min(known, at);
  };
  for (const auto& txn : history_.transactions().all()) {
    if (!InDoubt(txn)) continue;
    const auto& fact = txn.row.txn;
    if (fact.outcome == TxnOutcome::kCommitted && fact.ended && txn.actor != nullptr &&
        txn.actor->timed)
      take(txn.row.id, *fact.ended);
    for (const auto& [stream, records] : txn.records)
      evidence[stream].emplace_back(txn.row.id,
                                    records.Minus(history_.transactions().Of(stream)->shared));
  }
  history_.store().EachRead([&](const ReadRow& row) {
    const auto found = evidence.find(history_.IndexOf(row.stream));
    const auto* actor = history_.actor(row.actor);
    if (row.isolation != Isolation::kCommitted || found == evidence.end() || actor == nullptr ||
        !actor->timed)
      return;
    for (const auto& [txn, records] : found->second) {
      if (!records.Inside({row.first_sequence, row.first_sequence + row.count}).empty())
        take(txn, row.to);
    }
  });
}

UnknownSends::Absent UnknownSends::Of(const Transaction& txn, std::size_t stream) const {
  const auto sent = Sent(txn, stream).Minus(log_.Visible(stream));
  const auto& row = history_.streams()[stream].row;
  if (sent.empty()) return {};
  // What went with its topic proves nothing either.
  if (history_.retention(row.topic).compacted || history_.topic(row.topic).incarnation.deleted)
    return {{}, sent};
  const auto ended = ended_.find(txn.row.id);
  const auto passes = whole_passes_.find({row.topic, row.key.partition});
  const bool gone_over = ended != ended_.end() && passes != whole_passes_.end() &&
                         std::any_of(passes->second.begin(), passes->second.end(),
                                     [&](RunMicros began) { return began > ended->second; });
  RangeSet missing;
  if (gone_over) missing = sent.Minus(log_.Hidden(stream));  // those it did find
  const auto placed = placed_.find(stream);
  if (placed != placed_.end()) missing.Add(sent.And(placed->second));
  return {missing, sent.Minus(missing)};
}

}  // namespace kproof

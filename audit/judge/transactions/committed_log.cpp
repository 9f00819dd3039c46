#include "audit/judge/transactions/committed_log.h"

#include <algorithm>

#include "audit/judge/records/sweep.h"
#include "audit/judge/transactions/unknown_sends.h"

namespace kproof {

std::map<PartitionKey, RangeSet> CommittedPasses(const History& history) {
  std::map<PartitionKey, RangeSet> passes;
  for (const auto& row : history.store().AllBounds()) {
    if (row.isolation != Isolation::kCommitted) continue;
    const auto& bounds = row.bounds;
    auto& covered = passes[{row.topic, bounds.partition}];
    if (history.MayLackFacts(row.actor)) continue;
    const auto end = Natural(bounds.end);  // what it goes over past that proves nothing
    const auto reached = std::min(end, Natural(bounds.position.value_or(bounds.end)));
    covered.Add(Range{Natural(bounds.start), reached});
  }
  return passes;
}

namespace {

const RangeSet& Find(const std::map<std::size_t, RangeSet>& sets, std::size_t stream) {
  static const RangeSet kNothing;
  const auto found = sets.find(stream);
  return found == sets.end() ? kNothing : found->second;
}

// Acked records of transactional streams that a pass has gone over and did not find, by stream.
std::map<std::size_t, RangeSet> Gone(const History& history) {
  std::map<std::size_t, RangeSet> gone;
  EachUnclean(
      history,
      [&](const UncleanStream& stream) {
        const MissingSorter sorter(history, stream.index);
        for (Sweep sweep(history, stream); sweep.Next();) {
          sorter.Take(sweep.block());
          for (const auto& [piece, fate] : sweep.block().missing) {
            if (IsGone(fate)) gone[stream.index].Add({piece.sequence, piece.end()});
          }
        }
      },
      [&](std::size_t stream) { return history.transactions().Of(stream) != nullptr; });
  return gone;
}

}  // namespace

CommittedLog::CommittedLog(const History& history) {
  if (history.transactions().all().empty()) return;
  const auto passes = CommittedPasses(history);
  history.store().EachRead([&](const ReadRow& row) {
    const auto index = history.IndexOf(row.stream);
    if (history.transactions().Of(index) == nullptr) return;
    const auto& in_log = history.LogOffsets(row);
    if (in_log.empty()) return;
    const auto key = history.PlaceOf(row);
    const auto pass = passes.find(key);
    const bool compacted = history.retention(key.first).compacted;
    const bool visible =
        row.isolation == Isolation::kCommitted || pass == passes.end() || compacted;
    auto sequence = row.first_sequence;
    const auto put = [&](RangeSet& set, std::uint64_t run_first, const std::vector<Range>& parts) {
      for (const auto& part : parts)
        set.Add(Range{sequence + part.first - run_first, sequence + part.end - run_first});
    };
    for (const auto& run : row.Offsets().Runs()) {
      const auto first = Natural(run.first);
      for (const auto& part : in_log.Inside({first, first + run.count})) {
        put(visible_[index], first, visible ? std::vector{part} : pass->second.Outside(part));
        if (!visible) put(hidden_[index], first, pass->second.Inside(part));
      }
      sequence += run.count;
    }
  });
  for (auto& [stream, hidden] : hidden_) hidden = hidden.Minus(Find(visible_, stream));
}

const RangeSet& CommittedLog::Visible(std::size_t stream) const { return Find(visible_, stream); }
const RangeSet& CommittedLog::Hidden(std::size_t stream) const { return Find(hidden_, stream); }

TornFound FindTorn(const History& history) {
  TornFound found;
  const auto& all = history.transactions().all();
  if (all.empty()) return found;
  const auto& log = history.committed();
  const auto gone = Gone(history);
  const UnknownSends unknown(history, log);
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].state != TxnState::kCommitted) continue;
    TornTransaction torn{i, {}}, doubtful{i, {}};
    bool some = false;
    for (const auto& [stream, records] : all[i].records)
      some = some || !records.And(log.Visible(stream)).empty();
    for (const auto& [stream, records] : all[i].records) {
      auto absent = unknown.Of(all[i], stream);
      auto lacking = records.And(Find(gone, stream));
      (some ? lacking : absent.doubtful).Add(absent.missing);
      for (const auto& range : lacking.ranges()) torn.missing.emplace_back(stream, range);
      for (const auto& range : absent.doubtful.ranges())
        doubtful.missing.emplace_back(stream, range);
    }
    if (some && !torn.missing.empty()) found.torn.push_back(std::move(torn));
    if (!doubtful.missing.empty()) found.doubtful.push_back(std::move(doubtful));
  }
  return found;
}

}  // namespace kproof

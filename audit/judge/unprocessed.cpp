// Records in the log below a group's highest acked commit, at or above the first position that the
// group ever had, that no member had processed: loss at the consumer. Groups that never told of an
// effect are not looked at, and of transactional records only those that committed are expected.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "audit/judge/checker.h"
#include "audit/judge/groups.h"
#include "harness/base/wording.h"

namespace kproof {
namespace {

// Members, and consumers of which nobody knows the group, may have effects that were not written.
bool MayHideEffects(const History& history, const std::map<GroupId, GroupHistory>& groups,
                    const GroupHistory& group) {
  return std::any_of(history.actors().begin(), history.actors().end(), [&](const auto& actor) {
    if (!actor.MayLackFacts()) return false;
    if (group.members.contains(actor.id)) return true;
    return actor.kind.value_or(ActorKind::kConsumer) == ActorKind::kConsumer &&
           std::none_of(groups.begin(), groups.end(),
                        [&](const auto& other) { return other.second.members.contains(actor.id); });
  });
}

// What stands in the log, by partition.
std::map<PartitionKey, std::vector<PlacePiece>> LogOf(const History& history,
                                                      const std::set<PartitionKey>& partitions) {
  std::map<PartitionKey, std::vector<PlacePiece>> log;
  history.store().EachRead([&](const ReadRow& row) {
    const auto key = history.PlaceOf(row);
    if (!partitions.contains(key)) return;
    const auto& in_log = history.LogOffsets(row);
    if (!in_log.empty()) AppendPlaces(history, row, in_log, log[key]);
  });
  return log;
}

// Records of the stream that a group is not expected to process.
RangeSet NotExpected(const History& history, std::size_t stream) {
  RangeSet none;
  const auto* txns = history.transactions().Of(stream);
  if (txns == nullptr) return none;
  for (const auto* set : {&txns->open, &txns->unknown, &txns->aborted}) none.Add(*set);
  return none;
}

}  // namespace

bool LooksForUnprocessed(const History& history) {
  std::set<GroupId> processing;
  history.store().EachProcessed([&](const ProcessedRow& row) {
    processing.insert({row.processed.cluster, row.processed.group});
  });
  const auto commits = history.store().Commits();
  return std::any_of(commits.begin(), commits.end(), [&](const CommitRow& row) {
    return row.commit.outcome == Outcome::kAcked &&
           processing.contains({row.commit.cluster, row.commit.group});
  });
}

CheckResult CheckUnprocessed(const History& history) {
  CheckResult result;
  const auto groups = GroupsOf(history);
  std::set<PartitionKey> partitions;
  for (const auto& [id, group] : groups) {
    for (const auto& [key, offset] : group.committed) partitions.insert(key);
    for (const auto& [key, offsets] : group.unidentified) partitions.insert(key);
  }
  const auto log = LogOf(history, partitions);
  for (const auto& [id, group] : groups) {
    if (!group.processes) continue;
    std::map<std::size_t, RangeSet> done;  // by stream, and what is not expected or was counted
    for (const auto& effect : group.effects)
      done[effect.place.stream].Add(effect.place.sequences());
    // An effect of a record that is not known may be one of whatever stands there.
    for (const auto& [key, offsets] : group.unidentified) {
      const auto pieces = log.find(key);
      if (pieces == log.end()) continue;
      for (const auto& piece : pieces->second) {
        for (const auto& part : offsets.Inside(piece.offsets))
          done[piece.stream].Add(piece.Part(part).sequences());
      }
    }
    std::map<std::size_t, std::vector<Anomaly>> open;
    for (const auto& [key, end] : group.committed) {
      const auto first = group.first.find(key);
      const auto pieces = log.find(key);
      if (first == group.first.end() || pieces == log.end() || MayBeGone(history, key)) continue;
      const RangeSet claimed({{first->second, std::max(first->second, end)}});
      for (const auto& piece : pieces->second) {
        for (const auto& part : claimed.Inside(piece.offsets)) {
          const auto place = piece.Part(part);
          open[place.stream].push_back({place.stream, place.sequence, part.size(), key.second,
                                        static_cast<std::int64_t>(part.first)});
        }
      }
    }
    std::uint64_t hidden = 0;
    const bool may_hide = MayHideEffects(history, groups, group);
    for (auto& [stream, anomalies] : open) {
      RangeSet taken = done[stream];
      taken.Add(NotExpected(history, stream));
      std::stable_sort(anomalies.begin(), anomalies.end(),
                       [](const Anomaly& a, const Anomaly& b) { return a.sequence < b.sequence; });
      std::uint64_t next = 0;  // above all that was counted
      for (const auto& anomaly : anomalies) {
        const Range all{std::max(next, anomaly.sequence), anomaly.sequence + anomaly.count};
        if (all.first >= all.end) continue;
        next = all.end;
        for (const auto& part : taken.Outside(all)) {
          hidden += may_hide ? part.size() : 0;
          if (may_hide) continue;
          Anomaly one = anomaly;
          one.offset += static_cast<std::int64_t>(part.first - anomaly.sequence);
          one.sequence = part.first;
          one.count = part.size();
          one.group = id.second;
          result.anomalies.push_back(one);
        }
      }
    }
    if (hidden > 0) {
      result.doubts.push_back(
          fmt::format("{} below the commits of group {} {} no known effect, and facts of a member "
                      "may be missing",
                      Counted(hidden, "record"), id.second, Plural(hidden, "has", "have")));
    }
  }
  return result;
}

}  // namespace kproof

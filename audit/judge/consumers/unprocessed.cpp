// Records in the log that a group claims to have done (groups.h) and no member had processed: loss
// at the consumer. Groups that never told of an effect are not looked at, and of transactional
// records only those that committed are expected.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "audit/judge/checker.h"
#include "audit/judge/consumers/groups.h"
#include "audit/judge/consumers/outputs.h"
#include "harness/base/wording.h"

namespace kproof {
namespace {

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

// What stands at these offsets, by stream.
void AddWhatStands(const std::map<PartitionKey, RangeSet>& offsets,
                   const std::map<PartitionKey, std::vector<PlacePiece>>& log,
                   std::map<std::size_t, RangeSet>& records) {
  for (const auto& [key, some] : offsets) {
    const auto pieces = log.find(key);
    if (pieces == log.end()) continue;
    for (const auto& piece : pieces->second) {
      for (const auto& part : some.Inside(piece.offsets))
        records[piece.stream].Add(piece.Part(part).sequences());
    }
  }
}

// Records that stand at offsets that are owed, are expected, and are not done: by stream and
// sequence, each once.
std::vector<Anomaly> Open(const History& history, const std::map<PartitionKey, RangeSet>& owed,
                          const std::map<PartitionKey, std::vector<PlacePiece>>& log,
                          const std::string& group, const std::map<std::size_t, RangeSet>& done) {
  std::map<std::size_t, std::vector<Anomaly>> at_offsets;
  for (const auto& [key, offsets] : owed) {
    const auto pieces = log.find(key);
    if (pieces == log.end() || MayBeGone(history, key)) continue;
    for (const auto& piece : pieces->second) {
      for (const auto& part : offsets.Inside(piece.offsets)) {
        const auto place = piece.Part(part);
        at_offsets[place.stream].push_back({place.stream, place.sequence, part.size(), key.second,
                                            static_cast<std::int64_t>(part.first)});
      }
    }
  }
  std::vector<Anomaly> open;
  for (auto& [stream, anomalies] : at_offsets) {
    const auto known = done.find(stream);
    RangeSet taken = known == done.end() ? RangeSet() : known->second;
    taken.Add(NotExpected(history, stream));
    std::stable_sort(anomalies.begin(), anomalies.end(),
                     [](const Anomaly& a, const Anomaly& b) { return a.sequence < b.sequence; });
    std::uint64_t next = 0;  // above all that was counted
    for (const auto& anomaly : anomalies) {
      const Range all{std::max(next, anomaly.sequence), anomaly.sequence + anomaly.count};
      if (all.first >= all.end) continue;
      next = all.end;
      for (const auto& part : taken.Outside(all)) {
        Anomaly one = anomaly;
        one.offset += static_cast<std::int64_t>(part.first - anomaly.sequence);
        one.sequence = part.first;
        one.count = part.size();
        one.group = group;
        open.push_back(one);
      }
    }
  }
  return open;
}

bool LooksForUnprocessed(const History& history) {
  const auto processing = WorkingGroups(history);
  const auto commits = history.store().Commits();
  return std::any_of(commits.begin(), commits.end(), [&](const CommitRow& row) {
    return row.commit.outcome == Outcome::kAcked &&
           processing.contains({row.commit.cluster, row.commit.group});
  });
}

CheckResult CheckUnprocessed(const History& history) {
  CheckResult result;
  const auto& groups = history.groups();
  std::set<PartitionKey> partitions;
  for (const auto& [id, group] : groups) {
    for (const auto* owed : {&group.owed, &group.maybe_owed}) {
      for (const auto& [key, offsets] : *owed) partitions.insert(key);
    }
    for (const auto* sets : {&group.unidentified, &group.unread}) {
      for (const auto& [key, offsets] : *sets) partitions.insert(key);
    }
  }
  const auto log = LogOf(history, partitions);
  for (const auto& [id, group] : groups) {
    if (!group.processes) continue;
    std::map<std::size_t, RangeSet> done;  // by stream, and what is not expected or was counted
    for (const auto& effect : group.effects)
      done[effect.place.stream].Add(effect.place.sequences());
    // An effect of a record that is not known may be one of whatever stands there.
    AddWhatStands(group.unidentified, log, done);
    auto perhaps_done = done;
    AddWhatStands(group.unread, log, perhaps_done);
    const auto open = [&, &id = id](const std::map<PartitionKey, RangeSet>& owed,
                                    const std::map<std::size_t, RangeSet>& of) {
      return Open(history, owed, log, id.second, of);
    };
    const auto close = [&](const Anomaly& anomaly) {
      done[anomaly.stream].Add(Range{anomaly.sequence, anomaly.sequence + anomaly.count});
    };
    const bool may_hide = MayHideFacts(history, groups, id);
    std::uint64_t hidden = 0, undecided = 0, unread = 0;
    for (const auto& anomaly : open(group.owed, perhaps_done)) {
      close(anomaly);
      if (may_hide) {
        hidden += anomaly.count;
      } else {
        result.anomalies.push_back(anomaly);
      }
    }
    for (const auto& anomaly : open(group.owed, done)) {
      close(anomaly);
      unread += anomaly.count;
    }
    for (const auto& anomaly : open(group.maybe_owed, done)) undecided += anomaly.count;
    if (unread > 0) {
      result.doubts.push_back(fmt::format(
          "no pass has gone over the place of what group {} made of {} below its commits",
          id.second, Counted(unread, "record")));
    }
    if (undecided > 0) {
      result.doubts.push_back(
          fmt::format("{} {} no effect of group {}, which may have to process {}: it is not known "
                      "whether a commit counts, or whether a partition was added",
                      Counted(undecided, "record"), Plural(undecided, "has", "have"), id.second,
                      Plural(undecided, "it", "them")));
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

}  // namespace

Checker UnprocessedChecker() {
  return {FindingKind::kUnprocessed, CheckUnprocessed, LooksForUnprocessed};
}

}  // namespace kproof

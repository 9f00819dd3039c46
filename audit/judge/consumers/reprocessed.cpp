// Effects of one identity in one group beyond the first, wherever the record stood. Effects whose
// record is not known count nowhere. Where somebody put the group back on purpose, what it does
// again is done for the first time.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "audit/judge/checker.h"
#include "audit/judge/consumers/groups.h"
#include "audit/judge/consumers/outputs.h"
#include "harness/base/wording.h"

namespace kproof {
namespace {

Anomaly AnomalyOf(const Effect& effect, Range records, const std::string& group,
                  const History& history) {
  Anomaly anomaly{effect.place.stream, records.first, records.size(), effect.partition,
                  static_cast<std::int64_t>(effect.place.line() + records.first)};
  anomaly.reader = history.NameOf(effect.actor);
  anomaly.group = group;
  return anomaly;
}

// Among effects on one stream: what an earlier one did too is a further one.
void Count(std::vector<const Effect*> effects, CheckResult& result, const std::string& group,
           const History& history) {
  std::stable_sort(effects.begin(), effects.end(), [](const Effect* a, const Effect* b) {
    return a->place.sequence < b->place.sequence;
  });
  std::uint64_t reach = 0;  // one past the highest record so far
  RangeSet cluster;         // records of effects that overlap
  for (const auto* effect : effects) {
    const auto records = effect->place.sequences();
    if (records.first >= reach) cluster = {};
    reach = std::max(reach, records.end);
    for (const auto& part : cluster.Inside(records))
      result.anomalies.push_back(AnomalyOf(*effect, part, group, history));
    cluster.Add(records);
  }
}

// The same where somebody put the group back: record by record. Gives how many effects more may be
// further ones.
std::uint64_t CountBetweenResets(const std::vector<const Effect*>& effects, CheckResult& result,
                                 const std::string& group, const History& history) {
  std::map<std::uint64_t, std::pair<Again, const Effect*>> records;  // with their last effects
  RangeSet vague;
  for (const auto* effect : effects) {
    const auto sequences = effect->place.sequences();
    if (effect->vague) vague.Add(sequences);
    for (auto sequence = sequences.first; sequence < sequences.end; ++sequence) {
      auto& [again, last] = records[sequence];
      again.Add(effect->time);
      last = effect;
    }
  }
  std::uint64_t maybe = 0;
  for (const auto& [sequence, record] : records) {
    const auto& [again, last] = record;
    maybe += again.Maybe();
    if (again.Surely() == 0 || vague.Contains(sequence)) continue;
    auto anomaly = AnomalyOf(*last, {sequence, sequence + 1}, group, history);
    anomaly.counts = again.Surely();
    result.anomalies.push_back(anomaly);
  }
  return maybe;
}

bool LooksForReprocessed(const History& history) { return !WorkingGroups(history).empty(); }

CheckResult CheckReprocessed(const History& history) {
  CheckResult result;
  for (const auto& [id, group] : history.groups()) {
    std::map<std::size_t, std::vector<const Effect*>> by_stream;
    std::set<std::size_t> put_back;  // streams
    for (const auto& effect : group.effects) {
      by_stream[effect.place.stream].push_back(&effect);
      if (effect.put_back || effect.vague) put_back.insert(effect.place.stream);
    }
    std::uint64_t maybe = 0;
    for (auto& [stream, effects] : by_stream) {
      if (put_back.contains(stream)) {
        maybe += CountBetweenResets(effects, result, id.second, history);
      } else {
        Count(std::move(effects), result, id.second, history);
      }
    }
    if (maybe > 0) {
      result.doubts.push_back(
          fmt::format("{} of group {} may count as reprocessed: it is not known whether the "
                      "group's offsets had been reset",
                      Counted(maybe, "effect"), id.second));
    }
  }
  return result;
}

}  // namespace

Checker ReprocessedChecker() {
  return {FindingKind::kReprocessed, CheckReprocessed, LooksForReprocessed};
}

}  // namespace kproof

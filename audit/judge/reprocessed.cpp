// Effects of one identity in one group beyond the first, wherever the record stood. Effects whose
// record is not known count nowhere. Where somebody put the group back on purpose, what it does
// again is done for the first time.
#include <algorithm>
#include <map>

#include "audit/judge/checker.h"
#include "audit/judge/groups.h"

namespace kproof {
namespace {

// Among effects on one stream: what an earlier one did too is a further one.
void Count(std::vector<const Effect*> effects, CheckResult& result, const std::string& group,
           const std::map<std::int64_t, std::string>& names) {
  std::stable_sort(effects.begin(), effects.end(), [](const Effect* a, const Effect* b) {
    return a->place.sequence < b->place.sequence;
  });
  std::uint64_t reach = 0;  // one past the highest record so far
  RangeSet cluster;         // records of effects that overlap
  for (const auto* effect : effects) {
    const auto records = effect->place.sequences();
    if (records.first >= reach) cluster = {};
    reach = std::max(reach, records.end);
    for (const auto& part : cluster.Inside(records)) {
      Anomaly anomaly{effect->place.stream, part.first, part.size(), effect->partition,
                      static_cast<std::int64_t>(effect->place.line() + part.first)};
      const auto name = names.find(effect->actor);
      if (name != names.end()) anomaly.reader = name->second;
      anomaly.group = group;
      result.anomalies.push_back(anomaly);
    }
    cluster.Add(records);
  }
}

}  // namespace

bool LooksForReprocessed(const History& history) {
  bool any = false;
  history.store().EachProcessed([&](const ProcessedRow&) { any = true; });
  return any;
}

CheckResult CheckReprocessed(const History& history) {
  CheckResult result;
  std::map<std::int64_t, std::string> names;
  for (const auto& actor : history.actors()) names[actor.id] = actor.name;
  for (const auto& [id, group] : GroupsOf(history)) {
    std::map<std::pair<std::size_t, std::size_t>, std::vector<const Effect*>> by_stream;
    for (const auto& effect : group.effects) {
      if (effect.time) by_stream[{effect.place.stream, *effect.time}].push_back(&effect);
    }
    for (auto& [stream, effects] : by_stream) Count(std::move(effects), result, id.second, names);
  }
  return result;
}

}  // namespace kproof

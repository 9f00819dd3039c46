// What readers went over in partitions without a final pass: each from its lowest to its highest
// offset, as long as it went forward; one whose assignments are known from where each run began.
// Readers of which that is not known go over nothing: consumers without an assignment, those that
// may lack facts, and those whose client told of trouble: a monitor that lost its place goes on at
// another one, and passes over what lies between.
#include <algorithm>
#include <set>
#include <tuple>

#include "audit/judge/facts/history.h"

namespace kproof {
namespace {

// A span as far as it tells where its reader was when.
struct Step {
  std::int64_t first = 0, last = 0;
  RunMicros from = 0, to = 0;
};

// Spans of several streams overlap in time, so only what began after a higher offset's span had
// ended is a step back; it begins a new block.
RangeSet GoneOver(std::vector<Step> steps) {
  std::sort(steps.begin(), steps.end(),
            [](const Step& a, const Step& b) { return a.from < b.from; });
  RangeSet covered;
  Step block = steps.front();
  std::vector<Step> open;     // spans of the block that may not have ended yet
  std::int64_t highest = -1;  // offset of those that have
  for (const auto& step : steps) {
    std::erase_if(open, [&](const Step& other) {
      const bool ended = other.to < step.from;
      if (ended) highest = std::max(highest, other.last);
      return ended;
    });
    if (step.first <= highest) {
      covered.Add(Range{Natural(block.first), Natural(block.last)});
      block = step;
      open.clear();
      highest = -1;
    }
    block.first = std::min(block.first, step.first);
    block.last = std::max(block.last, step.last);
    open.push_back(step);
  }
  covered.Add(Range{Natural(block.first), Natural(block.last)});
  return covered;
}

}  // namespace

void History::LoadExtents() {
  const auto faithful = [&](std::int64_t id) {
    return !MayLackFacts(id) && TroublesOf(id).empty();
  };
  const auto trusted = [&](std::int64_t id) {
    const auto* who = actor(id);
    return faithful(id) && (who == nullptr || who->kind != ActorKind::kConsumer);
  };
  std::map<std::int64_t, RunRow> runs;
  for (auto& run : store_.Runs()) {
    if (run.run.assignment && faithful(run.actor)) runs.emplace(run.id, std::move(run));
  }
  std::map<std::int64_t, std::pair<std::int64_t, std::int64_t>> extents;  // of runs
  std::map<std::tuple<PartitionKey, std::int64_t, Isolation>, std::vector<Step>> readers;
  store_.EachRead([&](const ReadRow& row) {
    const auto key = PlaceOf(row);
    if (Partition(key).final_pass) return;
    if (row.run) {
      if (!runs.contains(*row.run)) return;
      auto& [first, last] =
          extents.try_emplace(*row.run, row.first_offset, row.last_offset).first->second;
      first = std::min(first, row.first_offset);
      last = std::max(last, row.last_offset);
      return;
    }
    if (!trusted(row.actor)) return;
    readers[{key, row.actor, row.isolation}].push_back(
        {row.first_offset, row.last_offset, row.from, row.to});
  });
  for (const auto& [where, steps] : readers)
    partitions_[std::get<PartitionKey>(where)].covered.Add(GoneOver(steps));
  for (const auto& [id, extent] : extents) {
    const auto& run = runs.at(id);
    const auto from = std::min(run.run.position.value_or(extent.first), extent.first);
    partitions_[{run.topic, run.run.partition}].covered.Add(
        Range{Natural(from), Natural(extent.second)});
  }
}

}  // namespace kproof

// Runs of readers whose topic was made again under them. A run is in the incarnation that it began
// in; spans of it in another one are a run of their own under no assignment, as is whatever began
// in another one than its assignment did: a member that got the new topic was assigned it anew.
// Whether it stepped back is asked again, as offsets of another incarnation do not count.
#include <algorithm>
#include <optional>

#include "audit/judge/topics/incarnations.h"

namespace kproof {

void Incarnations::NumberRuns() {
  std::map<std::int64_t, std::int64_t> began;  // topic here, by run
  std::int64_t next = 0;
  for (const auto& row : told_.Runs()) {
    began[row.id] = PlaceOf(row.topic, IncarnationOf(row));
    next = std::max(next, row.id + 1);
  }
  for (auto& [key, part] : run_parts_) {
    const auto& [run, place] = key;
    part.number = began.at(run) == place ? run : next++;
  }
}

std::vector<RunRow> Incarnations::Runs() const {
  using Assigned = std::tuple<std::int64_t, const Name*, std::int32_t, std::uint64_t>;
  std::map<Assigned, std::int64_t> assigned;  // where each assignment began last
  // Next offset that each reader would return of each partition here.
  std::map<std::tuple<std::int64_t, std::int64_t, std::int32_t>, std::optional<std::int64_t>>
      stands;
  std::vector<RunRow> rows;
  const auto unassigned = [](RunRow row) {
    row.run.assignment.reset();
    row.run.position.reset();
    row.run.cause = RunCause::kUnassigned;
    return row;
  };
  for (auto& row : told_.Runs()) {
    const auto& name = *topics_.at(row.topic).name;
    row.topic = PlaceOf(row.topic, IncarnationOf(row));
    if (!name.remade) {
      rows.push_back(std::move(row));
      continue;
    }
    bool as_told = true;
    if (row.run.assignment) {
      auto& place = assigned[{row.actor, &name, row.run.partition, *row.run.assignment}];
      if (row.run.cause == RunCause::kAssigned) place = row.topic;
      as_told = place == row.topic;
    }
    const auto own = run_parts_.find({row.id, row.topic});
    auto& stood = stands[{row.actor, row.topic, row.run.partition}];
    if (row.run.cause == RunCause::kStepBack &&
        (own == run_parts_.end() || !stood || own->second.first >= *stood)) {
      row.run.cause = RunCause::kUnassigned;
      row.run.position = stood;
    } else if (row.run.cause != RunCause::kStepBack) {
      stood = row.run.position;
    }
    if (own != run_parts_.end()) stood = own->second.last + 1;
    // One that began with what it returned elsewhere did not begin here.
    const bool moved = row.run.cause == RunCause::kAssigned || row.run.cause == RunCause::kSeek;
    if (moved || own != run_parts_.end()) rows.push_back(as_told ? row : unassigned(row));
    for (auto part = run_parts_.lower_bound({row.id, 0});
         part != run_parts_.end() && part->first.first == row.id; ++part) {
      if (part->second.number == row.id) continue;
      rows.push_back(unassigned(row));
      rows.back().id = part->second.number;
      rows.back().topic = part->first.second;
      rows.back().run.at = part->second.from;
    }
  }
  return rows;
}

}  // namespace kproof

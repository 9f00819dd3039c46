#include "audit/facts/run_tracker.h"

#include <algorithm>
#include <utility>

namespace kproof {

void RunTracker::Begin(Standing& at, const PlaceId& place, RunCause cause, RunMicros when) {
  if (at.begun) Open(at, Isolation::kUncommitted, "");
  ReadRun run;
  run.assignment = at.assignment;
  run.cluster = place.cluster;
  run.topic = place.topic;
  run.partition = place.partition;
  run.cause = cause;
  if (at.assignment || cause == RunCause::kSeek) run.position = at.position;
  run.at = when;
  run.topic_id = at.topic_id;
  at.begun = std::move(run);
}

void RunTracker::Open(Standing& at, Isolation isolation, const std::string& group,
                      const std::string& topic_id) {
  at.run = std::move(*at.begun);
  at.begun.reset();
  at.run.number = next_run_++;
  at.run.isolation = isolation;
  at.run.group = group;
  if (!topic_id.empty()) at.run.topic_id = topic_id;
  emit_(at.run);
}

std::map<RunTracker::Key, RunTracker::Standing>::iterator RunTracker::Find(
    const PlaceId& place, const std::string& topic_id) {
  if (const auto exact = standing_.find({place, topic_id}); exact != standing_.end()) return exact;
  auto found = standing_.end();
  for (auto at = standing_.lower_bound({place, ""});
       at != standing_.end() && at->first.first == place; ++at) {
    if (!topic_id.empty() && !at->first.second.empty()) continue;
    if (found != standing_.end()) return standing_.end();
    found = at;
  }
  return found;
}

void RunTracker::Assign(const std::vector<AssignedPlace>& places, RunMicros at) {
  std::map<Key, Standing> now;
  for (const auto& [place, position, topic_id] : places) {
    const auto found = Find(place, topic_id);
    auto stays =
        found == standing_.end() ? decltype(standing_)::node_type() : standing_.extract(found);
    const bool kept = !stays.empty() && stays.mapped().assignment;
    const Key key{place, topic_id.empty() && !stays.empty() ? stays.key().second : topic_id};
    auto& standing = stays.empty() ? now[key] : now[key] = std::move(stays.mapped());
    standing.topic_id = key.second;
    if (kept && !position) continue;
    if (!kept) standing.assignment = next_assignment_++;
    standing.position = position;
    Begin(standing, place, RunCause::kAssigned, at);
  }
  End();
  standing_ = std::move(now);
}

void RunTracker::Seek(const PlaceId& place, std::int64_t offset, RunMicros at,
                      const std::string& topic_id) {
  const auto found = Find(place, topic_id);
  if (found == standing_.end()) {  // it stands nowhere, but it did seek
    Standing nowhere;
    nowhere.topic_id = topic_id;
    nowhere.position = offset;
    Begin(nowhere, place, RunCause::kSeek, at);
    return Open(nowhere, Isolation::kUncommitted, "");
  }
  found->second.position = offset;
  Begin(found->second, place, RunCause::kSeek, at);
}

std::optional<std::uint64_t> RunTracker::Read(const PlaceId& place, Isolation isolation,
                                              const std::string& group, std::int64_t offset,
                                              RunMicros at, const std::string& topic_id) {
  auto found = Find(place, topic_id);
  if (found == standing_.end()) {
    if (group.empty()) return std::nullopt;
    found = standing_.try_emplace({place, topic_id}).first;
    found->second.topic_id = topic_id;
    Begin(found->second, place, RunCause::kUnassigned, at);
  }
  auto& standing = found->second;
  const auto& id = topic_id.empty() ? standing.topic_id : topic_id;
  const bool known = standing.assignment.has_value();
  if (standing.position && offset < *standing.position) {
    standing.position = offset;
    // Where it begins by going back, the move that began it is a run of its own without a read.
    Begin(standing, place, known ? RunCause::kStepBack : RunCause::kUnassigned, at);
  } else if (!standing.begun && (standing.run.isolation != isolation ||
                                 standing.run.group != group || standing.run.topic_id != id)) {
    Begin(standing, place, known ? RunCause::kAssigned : RunCause::kUnassigned, at);
  }
  if (standing.begun) Open(standing, isolation, group, id);
  standing.position = offset + 1;
  return standing.run.number;
}

void RunTracker::End() {
  for (auto& [place, standing] : standing_) {
    if (standing.begun) Open(standing, Isolation::kUncommitted, "");
  }
  standing_.clear();
}

void ProcessedTracker::Effect(const PlaceId& place, const std::string& group, std::int64_t offset,
                              RunMicros at, const std::string& topic_id) {
  auto& open = open_[{place, group}];
  const bool fits = !open.offsets.empty() && open.topic_id == topic_id &&
                    offset > open.offsets.last() && at >= open.to &&
                    SecondOf(at) == SecondOf(open.from);
  if (!fits) {
    if (!open.offsets.empty()) emit_(open);
    open = {place.cluster, group, place.topic, place.partition, {}, at, at, topic_id};
  }
  open.offsets.Push(offset);
  open.to = at;
}

void ProcessedTracker::Flush() {
  for (const auto& [key, open] : open_) {
    if (!open.offsets.empty()) emit_(open);
  }
  open_.clear();
}

}  // namespace kproof

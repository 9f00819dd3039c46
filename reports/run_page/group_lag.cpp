#include "reports/run_page/group_lag.h"

#include <algorithm>
#include <utility>

#include "harness/base/cluster_name.h"

namespace kproof {

GroupLags::GroupLags(const FactReader& store) {
  for (const auto& actor : store.Actors()) {
    if (!actor.timed) untimed_.insert(actor.id);
  }
  for (const auto& [actor, assignment, topics] : store.Assignments()) {
    if (assignment.group.empty()) continue;
    for (std::size_t i = 0; i < assignment.places.size(); ++i) {
      const auto& place = assignment.places[i];
      if (place.position)
        Add(InCluster(assignment.cluster, assignment.group), actor,
            {assignment.at, {topics[i], place.place.partition}, *place.position, true});
    }
  }
  for (const auto& [actor, topic, commit] : store.Commits()) {
    if (commit.outcome == Outcome::kAcked)
      Add(InCluster(commit.cluster, commit.group), actor,
          {commit.at, {topic, commit.partition}, commit.offset});
  }
  for (const auto& [actor, topic, reset] : store.Resets())
    Add(InCluster(reset.cluster, reset.group), actor,
        {reset.at, {topic, reset.partition}, reset.offset});
  if (committed_.empty()) return;
  for (const auto& stream : store.Streams()) {
    if (!stream.actor || !untimed_.contains(*stream.actor))
      streams_[stream.id] = {stream.topic, stream.key.partition};
  }
}

void GroupLags::Add(const std::string& group, std::int64_t actor, const Step& step) {
  if (!untimed_.contains(actor)) committed_[group].push_back(step);
}

void GroupLags::Take(const SettledRow& row) {
  const auto stream = streams_.find(row.stream);
  if (stream == streams_.end() || row.outcome != Outcome::kAcked || !row.last_offset) return;
  const auto& [topic, partition] = stream->second;
  acked_.push_back({row.to, {row.topic.value_or(topic), partition}, *row.last_offset + 1});
}

std::vector<GroupLag> GroupLags::Finish(const Series& series) const {
  struct Standing {
    std::optional<std::int64_t> committed;
    std::int64_t acked = 0;
    std::int64_t lag() const {
      return committed ? std::max<std::int64_t>(acked - *committed, 0) : 0;
    }
  };
  std::vector<GroupLag> lags;
  for (const auto& [group, committed] : committed_) {
    std::vector<std::pair<const Step*, bool>> steps;  // whether it was committed
    for (const auto& step : committed) steps.emplace_back(&step, true);
    for (const auto& step : acked_) steps.emplace_back(&step, false);
    std::stable_sort(steps.begin(), steps.end(),
                     [](const auto& a, const auto& b) { return a.first->at < b.first->at; });
    std::map<Place, Standing> places;
    std::int64_t lag = 0;
    bool known = false;
    auto next = steps.begin();
    GroupLag& line = lags.emplace_back(GroupLag{group});
    for (std::size_t i = 0; i < series.size(); ++i) {
      std::optional<std::int64_t> most;
      if (known) most = lag;
      for (; next != steps.end() &&
             (i + 1 == series.size() || InSeconds(next->first->at) < series[i + 1].at_s);
           ++next) {
        const auto& [step, was_committed] = *next;
        auto& place = places[step->place];
        lag -= place.lag();
        if (!was_committed)
          place.acked = std::max(place.acked, step->offset);
        else if (!place.committed || !step->first_alone)
          place.committed = step->offset;
        lag += place.lag();
        known = known || place.committed.has_value();
        if (known) most = std::max(most.value_or(0), lag);
      }
      line.values.push_back(most ? std::optional(static_cast<double>(*most)) : std::nullopt);
    }
  }
  return lags;
}

}  // namespace kproof

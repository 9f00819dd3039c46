#include "audit/judge/consumers/membership.h"

#include <algorithm>
#include <optional>

namespace kproof {
namespace {

// The group that an actor reads or commits for, where it is one.
std::map<std::int64_t, std::optional<std::string>> GroupsOfActors(const FactReader& store) {
  std::map<std::int64_t, std::optional<std::string>> groups;
  const auto take = [&](std::int64_t actor, const std::string& group) {
    if (group.empty()) return;
    const auto [known, fresh] = groups.try_emplace(actor, group);
    if (!fresh && known->second != group) known->second = std::nullopt;
  };
  for (const auto& row : store.Runs()) take(row.actor, row.run.group);
  for (const auto& row : store.Commits()) take(row.actor, row.commit.group);
  return groups;
}

// The last fact of each actor.
std::map<std::int64_t, RunMicros> LastFacts(const History& history) {
  std::map<std::int64_t, RunMicros> last;
  const auto take = [&](std::int64_t actor, RunMicros at) {
    const auto known = last.try_emplace(actor, at).first;
    known->second = std::max(known->second, at);
  };
  const auto& store = history.store();
  store.EachRead([&](const ReadRow& row) { take(row.actor, row.to); });
  store.EachProcessed([&](const ProcessedRow& row) { take(row.actor, row.processed.to); });
  for (const auto& row : store.Commits()) take(row.actor, row.commit.at);
  for (const auto& row : store.Runs()) take(row.actor, row.run.at);
  for (const auto& row : store.Assignments()) take(row.actor, row.assignment.at);
  for (const auto& actor : history.actors()) {
    if (actor.ToldLife()) take(actor.id, actor.closed.value_or(*actor.opened));
  }
  return last;
}

void Unite(std::vector<HeldTime>& holds) {
  std::sort(holds.begin(), holds.end(),
            [](const HeldTime& a, const HeldTime& b) { return a.from < b.from; });
  std::vector<HeldTime> united;
  for (const auto& held : holds) {
    if (held.to <= held.from) continue;
    if (!united.empty() && held.from <= united.back().to) {
      united.back().to = std::max(united.back().to, held.to);
    } else {
      united.push_back(held);
    }
  }
  holds = std::move(united);
}

}  // namespace

RunMicros LastFact(const History& history) {
  RunMicros last = history.last_at();
  for (const auto& [actor, at] : LastFacts(history)) last = std::max(last, at);
  return last;
}

std::map<GroupPlace, Holds> HoldsOf(const History& history, RunMicros end) {
  const auto groups = GroupsOfActors(history.store());
  const auto last = LastFacts(history);
  std::map<std::int64_t, const ActorRow*> actors;
  for (const auto& actor : history.actors()) actors[actor.id] = &actor;
  std::map<std::int64_t, std::vector<AssignmentRow>> assignments;  // by actor, in its order
  for (auto& row : history.store().Assignments()) assignments[row.actor].push_back(std::move(row));
  std::map<std::string, std::vector<RunMicros>> troubles;  // by actor
  for (const auto& event : history.store().Events()) {
    if (event.kind == "client") troubles[event.subject].push_back(event.at);
  }
  std::map<GroupPlace, Holds> holds;
  for (const auto& [id, rows] : assignments) {
    const auto& actor = *actors.at(id);
    const auto of_actor = groups.find(id);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto& assignment = rows[i].assignment;
      auto group = assignment.group;
      if (group.empty() && of_actor != groups.end()) group = of_actor->second.value_or("");
      if (group.empty()) continue;
      const bool newest = i + 1 == rows.size();
      const bool closed = actor.ToldLife() && actor.closed;
      const auto left = !newest ? rows[i + 1].assignment.at : closed ? *actor.closed : end;
      const auto surely = newest && !closed ? last.at(id) : left;
      for (std::size_t place = 0; place < assignment.places.size(); ++place) {
        const PartitionKey key{rows[i].topics[place], assignment.places[place].place.partition};
        auto& held = holds[{{assignment.cluster, group}, key}];
        if (const auto position = assignment.places[place].position)
          held.begun.emplace_back(assignment.at, Natural(*position));
        held.possible.push_back(actor.timed ? HeldTime{assignment.at, left} : HeldTime{0, end});
        const auto& told = troubles[actor.name];
        const bool in_trouble = std::any_of(told.begin(), told.end(), [&](RunMicros at) {
          return at > assignment.at && at <= left;
        });
        if (actor.timed && !in_trouble) held.certain.push_back({assignment.at, surely});
      }
    }
  }
  for (auto& [place, held] : holds) {
    Unite(held.certain);
    Unite(held.possible);
  }
  return holds;
}

}  // namespace kproof

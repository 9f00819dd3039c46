#include "audit/judge/topics/vague.h"

namespace kproof {

Vague::Vague(const History& history) : history_(history) {
  for (const auto& topic : history.topics()) {
    if (!topic.incarnation.unknown) continue;
    auto& siblings = siblings_[topic.id];
    for (const auto& other : history.topics()) {
      if (!other.incarnation.unknown && other.cluster == topic.cluster && other.name == topic.name)
        siblings.push_back(other.id);
    }
  }
  if (!any()) return;
  LoadRecords();
  LoadGroups();
}

Vague::Place Vague::PlaceOf(PartitionKey key) const {
  const auto& topic = history_.topic(key.first);
  return {topic.cluster, topic.name, key.second};
}

void Vague::LoadRecords() {
  const auto take = [&](PartitionKey key) {
    if (siblings_.contains(key.first)) records_.insert(PlaceOf(key));
  };
  for (const auto& stream : history_.streams()) take({stream.row.topic, stream.row.key.partition});
  history_.store().EachRead([&](const ReadRow& row) {
    if (row.topic) take({*row.topic, row.partition});
  });
  for (const auto& row : history_.unstamped()) take({row.topic, row.partition});
}

void Vague::LoadGroups() {
  std::map<std::int64_t, std::set<GroupId>> groups_of;  // actors
  const auto take = [&](std::int64_t actor, const GroupId& group, PartitionKey key) {
    groups_of[actor].insert(group);
    if (!siblings_.contains(key.first)) return;
    groups_.emplace(group, PlaceOf(key));
    readers_.insert(key.first);
  };
  const auto& store = history_.store();
  for (const auto& [actor, topic, commit] : store.Commits())
    take(actor, {commit.cluster, commit.group}, {topic, commit.partition});
  store.EachProcessed([&](const ProcessedRow& row) {
    const auto& processed = row.processed;
    take(row.actor, {processed.cluster, processed.group}, {row.topic, processed.partition});
  });
  for (const auto& [actor, topic, reset] : store.Resets()) {
    if (!siblings_.contains(topic)) continue;
    readers_.insert(topic);
    groups_.emplace(GroupId{reset.cluster, reset.group}, PlaceOf({topic, reset.partition}));
    resets_.emplace(GroupId{reset.cluster, reset.group}, PlaceOf({topic, reset.partition}));
  }
  for (const auto& [actor, assignment, topics] : store.Assignments()) {
    if (assignment.group.empty()) continue;
    for (std::size_t i = 0; i < topics.size(); ++i)
      take(actor, {assignment.cluster, assignment.group},
           {topics[i], assignment.places[i].place.partition});
  }
  const auto runs = store.Runs();
  std::set<std::int64_t> assigned;  // actors
  for (const auto& row : runs) {
    if (row.run.assignment) assigned.insert(row.actor);
  }
  for (const auto& row : runs) {
    if (!row.run.assignment && assigned.contains(row.actor) && !siblings_.contains(row.topic) &&
        history_.topic(row.topic).incarnation.several)
      unassigned_.insert(row.topic);
  }
  for (const auto& row : runs) {
    if (!row.run.group.empty())
      take(row.actor, {row.run.cluster, row.run.group}, {row.topic, row.run.partition});
  }
  // Runs without a read, and assignments that name no group, are of their actor's groups.
  for (const auto& row : runs) {
    if (!siblings_.contains(row.topic)) continue;
    readers_.insert(row.topic);
    if (!row.run.group.empty()) continue;
    for (const auto& group : groups_of[row.actor])
      groups_.emplace(group, PlaceOf({row.topic, row.run.partition}));
  }
  for (const auto& [actor, assignment, topics] : store.Assignments()) {
    for (std::size_t i = 0; assignment.group.empty() && i < topics.size(); ++i) {
      if (!siblings_.contains(topics[i])) continue;
      for (const auto& group : groups_of[actor])
        groups_.emplace(group, PlaceOf({topics[i], assignment.places[i].place.partition}));
    }
  }
}

bool Vague::InGroup(const GroupId& group, PartitionKey key) const {
  return !groups_.empty() && groups_.contains({group, PlaceOf(key)});
}

bool Vague::Reset(const GroupId& group, PartitionKey key) const {
  return !resets_.empty() && resets_.contains({group, PlaceOf(key)});
}

bool Vague::Records(PartitionKey key) const {
  return !records_.empty() && records_.contains(PlaceOf(key));
}

std::vector<PartitionKey> Vague::OthersOf(PartitionKey key) const {
  std::vector<PartitionKey> others;
  const auto found = siblings_.find(key.first);
  if (found == siblings_.end()) return others;
  for (const auto topic : found->second) others.emplace_back(topic, key.second);
  return others;
}

}  // namespace kproof

// A fact says that a partition is new (a fault `add-partitions`, a note of kind `state`), or the
// member that gets it had held other partitions of the topic before, and nobody ever this one.
// Members that choose their partitions by hand choose where they begin, too.
#include "audit/judge/added.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "harness/base/units.h"

namespace kproof {
namespace {

struct Held {
  std::int64_t actor = 0;
  Moment moment;
  std::set<PartitionKey> places;
};

// Facts that say when partitions came to be.
class Births {
 public:
  explicit Births(const History& history) : history_(history) {
    std::map<std::pair<std::string, std::string>, std::int64_t> topics;
    for (const auto& topic : history.topics()) topics[{topic.cluster, topic.name}] = topic.id;
    const auto find = [&](const std::string& cluster, const std::string& name) {
      const auto found = topics.find({cluster.empty() ? "main" : cluster, name});
      return found == topics.end() ? std::nullopt : std::optional(found->second);
    };
    for (const auto& fault : history.store().Faults()) {
      if (fault.fault != "add-partitions" || !fault.from) continue;
      for (const auto& name : fault.topics) {
        if (const auto topic = find(fault.cluster, name)) faults_[*topic].push_back(*fault.from);
      }
    }
    for (const auto& event : history.store().Events()) {
      const auto slash = event.subject.rfind('/');
      if (event.kind != "state" || slash == std::string::npos ||
          !event.detail.starts_with("created"))
        continue;
      const auto partition = ParseInt(event.subject.substr(slash + 1));
      const auto topic = find(event.cluster, event.subject.substr(0, slash));
      if (topic && partition) told_[{*topic, static_cast<std::int32_t>(*partition)}] = event.at;
    }
  }

  // Whether the partition is known to have been made after `since`, on the run's clock.
  bool After(PartitionKey key, RunMicros since) {
    const auto told = told_.find(key);
    if (told != told_.end() && told->second > since) return true;
    const auto faults = faults_.find(key.first);
    if (faults == faults_.end()) return false;
    const auto& named = FirstNamed();
    const auto known = named.find(key);
    return std::any_of(faults->second.begin(), faults->second.end(), [&](RunMicros from) {
      return from > since && (known == named.end() || known->second >= from);
    });
  }

 private:
  // When anything first happened to a partition.
  const std::map<PartitionKey, RunMicros>& FirstNamed() {
    if (first_) return *first_;
    auto& first = first_.emplace();
    const auto take = [&](PartitionKey key, RunMicros at) {
      const auto [known, fresh] = first.try_emplace(key, at);
      if (!fresh) known->second = std::min(known->second, at);
    };
    history_.store().EachSettled([&](const SettledRow& row) {
      const auto& stream = history_.streams()[history_.IndexOf(row.stream)].row;
      take({stream.topic, stream.key.partition}, row.from);
    });
    history_.store().EachRead([&](const ReadRow& row) { take(history_.PlaceOf(row), row.from); });
    for (const auto& [actor, assignment, topics] : history_.store().Assignments()) {
      for (std::size_t i = 0; i < topics.size(); ++i)
        take({topics[i], assignment.places[i].place.partition}, assignment.at);
    }
    for (const auto& [actor, topic, commit] : history_.store().Commits())
      take({topic, commit.partition}, commit.at);
    return first;
  }

  const History& history_;
  std::map<std::int64_t, std::vector<RunMicros>> faults_;  // by topic
  std::map<PartitionKey, RunMicros> told_;
  std::optional<std::map<PartitionKey, RunMicros>> first_;
};

// The assignments of each group by subscription, in the order in which they were written.
std::map<GroupId, std::vector<Held>> HeldBy(
    const History& history, const std::map<GroupId, std::set<std::int64_t>>& members) {
  const Moments moments(history);
  std::map<GroupId, std::vector<Held>> held;
  for (const auto& [actor, assignment, topics] : history.store().Assignments()) {
    if (assignment.how == AssignHow::kManual) continue;
    Held one{actor, moments.Of(actor, assignment.at), {}};
    for (std::size_t i = 0; i < topics.size(); ++i)
      one.places.emplace(topics[i], assignment.places[i].place.partition);
    if (!assignment.group.empty()) {
      held[{assignment.cluster, assignment.group}].push_back(std::move(one));
      continue;
    }
    for (const auto& [id, actors] : members) {
      if (id.first == assignment.cluster && actors.contains(actor)) held[id].push_back(one);
    }
  }
  return held;
}

// The first of those that name the partition; nothing where some can't be compared.
const Held* FirstOf(const std::vector<Held>& all, PartitionKey key) {
  const Held* first = nullptr;
  for (const auto& held : all) {
    if (!held.places.contains(key)) continue;
    if (first != nullptr && held.moment.clock != first->moment.clock) return nullptr;
    if (first == nullptr || held.moment.Before(first->moment)) first = &held;
  }
  return first;
}

bool HoldsTopic(const Held& held, std::int64_t topic) {
  const auto at = held.places.lower_bound({topic, 0});
  return at != held.places.end() && at->first == topic;
}

}  // namespace

std::map<GroupPlace, Added> AddedPartitions(
    const History& history, const std::map<GroupId, std::set<std::int64_t>>& members,
    const std::map<GroupPlace, PlaceClaims>& claims) {
  std::map<GroupPlace, Added> added;
  const auto groups = HeldBy(history, members);
  if (groups.empty()) return added;
  Births births(history);
  std::set<std::int64_t> hiding;  // may have been assigned what nobody wrote
  for (const auto& actor : history.actors()) {
    if (actor.MayLackFacts()) hiding.insert(actor.id);
  }
  for (const auto& [id, all] : groups) {
    std::set<PartitionKey> places;
    std::map<std::int64_t, Moment> since;  // the group's first assignment of each topic
    for (const auto& held : all) {
      places.insert(held.places.begin(), held.places.end());
      for (const auto& key : held.places) {
        const auto [known, fresh] = since.try_emplace(key.first, held.moment);
        if (!fresh && held.moment.Before(known->second)) known->second = held.moment;
      }
    }
    const bool hidden = std::any_of(all.begin(), all.end(),
                                    [&](const Held& held) { return hiding.contains(held.actor); });
    for (const auto& key : places) {
      const auto* first = FirstOf(all, key);
      if (first == nullptr || !since.at(key.first).Before(first->moment)) continue;
      const auto of_place = claims.find({id, key});
      if (of_place != claims.end() && of_place->second.KnownBefore(first->moment)) continue;
      const bool held_before = std::any_of(all.begin(), all.end(), [&](const Held& held) {
        return held.actor == first->actor && held.moment.Before(first->moment) &&
               HoldsTopic(held, key.first);
      });
      const bool born = first->moment.clock < 0 && births.After(key, since.at(key.first).to);
      if (!born && !held_before) continue;
      added[{id, key}] = held_before && (born || !hidden) ? Added::kYes : Added::kMaybe;
    }
  }
  return added;
}

}  // namespace kproof

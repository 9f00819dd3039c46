// A fact says that a partition is new (a fault `add-partitions`, a note of kind `state`), or the
// member that gets it had held other partitions of the topic before, and nobody ever this one.
// Members that choose their partitions by hand choose where they begin, too.
#include "audit/judge/consumers/added.h"

#include <algorithm>
#include <limits>
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
  std::optional<std::int32_t> generation;
  bool by_group = true;  // told, and not by hand

  bool OfTopic(std::int64_t topic) const {
    const auto at = places.lower_bound({topic, 0});
    return at != places.end() && at->first == topic;
  }
};

// Facts that say when partitions came to be.
class Births {
 public:
  explicit Births(const History& history) : history_(history), moments_(history) {
    // The one of that name that there was then.
    const auto find = [&](const std::string& cluster, const std::string& name,
                          RunMicros at) -> std::optional<std::int64_t> {
      for (const auto& topic : history.topics()) {
        if (topic.cluster == (cluster.empty() ? "main" : cluster) && topic.name == name &&
            topic.incarnation.AliveAt(at))
          return topic.id;
      }
      return std::nullopt;
    };
    for (const auto& fault : history.store().Faults()) {
      if (fault.fault != "add-partitions" || !fault.from) continue;
      for (const auto& name : fault.topics) {
        if (const auto topic = find(fault.cluster, name, *fault.from))
          faults_[*topic].push_back({-1, *fault.from, fault.to.value_or(history.last_at())});
      }
    }
    for (const auto& event : history.store().Events()) {
      const auto slash = event.subject.rfind('/');
      if (event.kind != "state" || slash == std::string::npos ||
          !event.detail.starts_with("created"))
        continue;
      const auto partition = ParseInt(event.subject.substr(slash + 1));
      const auto topic = find(event.cluster, event.subject.substr(0, slash), event.at);
      if (topic && partition)
        told_[{*topic, static_cast<std::int32_t>(*partition)}] = {-1, event.at, event.at};
    }
  }

  // Whether the partition was made after the group had an assignment of its topic.
  Added Since(PartitionKey key, const std::vector<Held>& group) {
    auto added = Added::kNo;
    const auto take = [&](const Moment& creation, Added at_most) {
      for (const auto& held : group) {
        if (!held.OfTopic(key.first) || creation.Before(held.moment)) continue;
        added = std::max(added, held.moment.Before(creation) ? at_most : Added::kMaybe);
      }
    };
    if (const auto told = told_.find(key); told != told_.end()) take(told->second, Added::kYes);
    const auto faults = faults_.find(key.first);
    if (faults == faults_.end()) return added;
    for (const auto& creation : faults->second) {
      if (const auto created = CreatedBy(key, creation); created != Added::kNo)
        take(creation, created);
    }
    return added;
  }

 private:
  // The fault names topics: it made those partitions of which nothing tells before it began, and
  // which are above all of which something does.
  Added CreatedBy(PartitionKey key, const Moment& creation) {
    auto created = Added::kYes;
    const auto& named = FirstNamed();
    for (auto at = named.lower_bound(key); at != named.end() && at->first.first == key.first;
         ++at) {
      if (at->second.timed <= creation.from) return Added::kNo;
      if (at->second.untimed) created = Added::kMaybe;
    }
    return created;
  }

  struct Named {
    RunMicros timed = std::numeric_limits<RunMicros>::max();  // first
    bool untimed = false;  // by somebody without the run's clock, too
  };

  // When anything first happened to a partition.
  const std::map<PartitionKey, Named>& FirstNamed() {
    if (first_) return *first_;
    auto& first = first_.emplace();
    const auto take = [&](PartitionKey key, std::optional<std::int64_t> actor, RunMicros at) {
      auto& named = first[key];
      const bool timed = !actor || moments_.Of(*actor, at).clock < 0;
      named.untimed = named.untimed || !timed;
      if (timed) named.timed = std::min(named.timed, at);
    };
    const auto& store = history_.store();
    store.EachSettled([&](const SettledRow& row) {
      const auto& stream = history_.streams()[history_.IndexOf(row.stream)].row;
      take({stream.topic, stream.key.partition}, stream.actor, row.from);
    });
    store.EachRead([&](const ReadRow& row) { take(history_.PlaceOf(row), row.actor, row.from); });
    for (const auto& [actor, assignment, topics] : store.Assignments()) {
      for (std::size_t i = 0; i < topics.size(); ++i)
        take({topics[i], assignment.places[i].place.partition}, actor, assignment.at);
    }
    for (const auto& row : store.Runs())
      take({row.topic, row.run.partition}, row.actor, row.run.at);
    for (const auto& [actor, topic, commit] : store.Commits())
      take({topic, commit.partition}, actor, commit.at);
    for (const auto& [actor, topic, reset] : store.Resets())
      take({topic, reset.partition}, actor, reset.at);
    store.EachProcessed([&](const ProcessedRow& row) {
      take({row.topic, row.processed.partition}, row.actor, row.processed.from);
    });
    for (const auto& state : store.PartitionStates()) {
      for (const auto& topic : history_.topics()) {
        if (topic.cluster == state.cluster && topic.name == state.topic &&
            topic.incarnation.AliveAt(state.at))
          take({topic.id, state.partition}, std::nullopt, state.at);
      }
    }
    return first;
  }

  const History& history_;
  const Moments moments_;
  std::map<std::int64_t, std::vector<Moment>> faults_;  // by topic
  std::map<PartitionKey, Moment> told_;
  std::optional<std::map<PartitionKey, Named>> first_;
};

// The assignments of each group, those that were told by whoever had them and those that show in
// where its members read.
std::map<GroupId, std::vector<Held>> HeldBy(
    const History& history, const std::map<GroupId, std::set<std::int64_t>>& members) {
  const Moments moments(history);
  std::map<GroupId, std::vector<Held>> held;
  const auto put = [&](const GroupId& told, Held one) {
    if (!told.second.empty()) return held[told].push_back(std::move(one));
    for (const auto& [id, actors] : members) {
      if (id.first == told.first && actors.contains(one.actor)) held[id].push_back(one);
    }
  };
  std::set<std::int64_t> tells;
  for (const auto& [actor, assignment, topics] : history.store().Assignments()) {
    tells.insert(actor);
    Held one{actor, moments.Of(actor, assignment.at), {}, assignment.generation};
    one.by_group = assignment.how != AssignHow::kManual;
    for (std::size_t i = 0; i < topics.size(); ++i)
      one.places.emplace(topics[i], assignment.places[i].place.partition);
    put({assignment.cluster, assignment.group}, std::move(one));
  }
  for (const auto& row : history.store().Runs()) {
    if (tells.contains(row.actor) || row.run.cause != RunCause::kAssigned) continue;
    Held one{row.actor, moments.Of(row.actor, row.run.at), {{row.topic, row.run.partition}}, {}};
    one.by_group = false;
    put({row.run.cluster, row.run.group}, std::move(one));
  }
  return held;
}

// When members did anything else with a partition, or somebody reset the group there: then the
// group had it.
std::map<GroupPlace, std::vector<Moment>> TouchedBy(
    const History& history, const std::map<GroupId, std::set<std::int64_t>>& members) {
  const Moments moments(history);
  std::map<GroupPlace, std::vector<Moment>> touched;
  history.store().EachProcessed([&](const ProcessedRow& row) {
    const auto& fact = row.processed;
    touched[{{fact.cluster, fact.group}, {row.topic, fact.partition}}].push_back(
        moments.Of(row.actor, fact.from));
  });
  for (const auto& [actor, topic, commit] : history.store().Commits()) {
    touched[{{commit.cluster, commit.group}, {topic, commit.partition}}].push_back(
        moments.Of(actor, commit.asked.value_or(commit.at), commit.at));
  }
  for (const auto& [actor, topic, reset] : history.store().Resets()) {
    touched[{{reset.cluster, reset.group}, {topic, reset.partition}}].push_back(
        moments.Of(actor, reset.at));
  }
  for (const auto& row : history.store().Runs()) {
    if (row.run.cause == RunCause::kAssigned) continue;
    for (const auto& [id, actors] : members) {
      const bool of_it =
          row.run.group.empty() ? actors.contains(row.actor) : row.run.group == id.second;
      if (id.first == row.run.cluster && of_it)
        touched[{id, {row.topic, row.run.partition}}].push_back(moments.Of(row.actor, row.run.at));
    }
  }
  return touched;
}

// That the partition came to a member which held its topic before.
Added ByAssignments(const Held& first, std::int64_t topic, const std::vector<Held>& group) {
  auto added = Added::kNo;
  if (!first.by_group) return added;
  for (const auto& other : group) {
    if (&other == &first || !other.by_group || !other.OfTopic(topic) ||
        first.moment.Before(other.moment))
      continue;
    // Those of one generation are parts of one rebalance.
    const bool later =
        other.generation && first.generation && *other.generation >= *first.generation;
    if (later) continue;
    if (other.actor == first.actor) return Added::kYes;
    added = Added::kMaybe;
  }
  return added;
}

}  // namespace

std::map<GroupPlace, Added> AddedPartitions(
    const History& history, const std::map<GroupId, std::set<std::int64_t>>& members,
    const std::map<GroupPlace, PlaceClaims>& claims) {
  std::map<GroupPlace, Added> added;
  const auto groups = HeldBy(history, members);
  if (groups.empty()) return added;
  Births births(history);
  const auto touched = TouchedBy(history, members);
  for (const auto& [place, of_place] : claims) {
    const auto found = groups.find(place.first);
    if (found == groups.end()) continue;
    const auto& all = found->second;
    const auto& key = place.second;
    std::vector<const Held*> holders;
    for (const auto& held : all) {
      if (held.places.contains(key)) holders.push_back(&held);
    }
    if (holders.empty()) continue;
    const auto fact = births.Since(key, all);
    const auto done = touched.find(place);
    // The weakest of what its possible first assignments say.
    auto weakest = Added::kYes;
    for (const auto* first : holders) {
      const auto earlier = [&](const Moment& moment) { return !first->moment.Before(moment); };
      if (std::any_of(holders.begin(), holders.end(),
                      [&](const Held* held) { return held->moment.Before(first->moment); }))
        continue;
      if (done != touched.end() && std::any_of(done->second.begin(), done->second.end(), earlier)) {
        weakest = Added::kNo;
        break;
      }
      const bool held_before = std::any_of(all.begin(), all.end(), [&](const Held& held) {
        return held.actor == first->actor && held.OfTopic(key.first) &&
               held.moment.Before(first->moment);
      });
      const auto strongest = std::max(fact, ByAssignments(*first, key.first, all));
      weakest = std::min({weakest, strongest, held_before ? Added::kYes : Added::kMaybe});
    }
    added[place] = weakest;
  }
  return added;
}

}  // namespace kproof

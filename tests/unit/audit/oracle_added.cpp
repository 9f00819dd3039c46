// Which partitions were added while a group went on, and which of its commits went back.
#include <algorithm>
#include <functional>
#include <set>
#include <vector>

#include "tests/unit/audit/oracle_claims.h"
#include "tests/unit/audit/oracle_topics.h"

namespace kproof {

// The weakest of what its possible first assignments say.
OracleClaims::Added OracleClaims::WasAdded(std::int32_t partition) const {
  const auto assignments = Steps(ConsumerStep::kAssign, partition);
  std::optional<Added> weakest;
  for (const auto* first : assignments) {
    if (!members_.names.contains(first->consumer)) continue;
    if (std::any_of(assignments.begin(), assignments.end(),
                    [&](const auto* other) { return Before(*other, *first); }))
      continue;
    weakest = std::min(weakest.value_or(Added::kSurely), WasAdded(partition, *first));
  }
  return weakest.value_or(Added::kNo);
}

// Reading: "whose group never had a commit or reset of it" means before that first assignment.
// Whatever else a member did there before, commits that failed among it, says that it had it.
OracleClaims::Added OracleClaims::WasAdded(std::int32_t partition,
                                           const ConsumerStep& first) const {
  for (const auto& step : events_.steps) {
    if (step.group == group_ && step.kind != ConsumerStep::kAssign && step.partition == partition &&
        !Before(first, step))
      return Added::kNo;
  }
  const bool first_of_member =
      std::none_of(events_.steps.begin(), events_.steps.end(), [&](const ConsumerStep& step) {
        return step.kind == ConsumerStep::kAssign && step.group == group_ &&
               step.consumer == first.consumer && Before(step, first) && SameTopic(step, partition);
      });
  const auto added = std::max(ByFact(partition), ByAssignments(first));
  return first_of_member ? std::min(added, Added::kMaybe) : added;
}

// Reading: the fault add-partitions names topics, not partitions. It created those of which nothing
// tells before it began, and which are above all of which something does.
OracleClaims::Added OracleClaims::ByFact(std::int32_t partition) const {
  auto strongest = Added::kNo;
  for (const auto& added : events_.added) {
    const OracleMoment creation{"", added.from, added.to};
    const auto created = IsCreation(partition, creation);
    if (created == Added::kNo) continue;
    for (const auto& step : events_.steps) {
      if (step.kind != ConsumerStep::kAssign || step.group != group_ || !SameTopic(step, partition))
        continue;
      if (Before(MomentOf(step), creation)) strongest = std::max(strongest, created);
      if (!Before(creation, MomentOf(step))) strongest = std::max(strongest, Added::kMaybe);
    }
  }
  return strongest;
}

// Maybe: those who tell of the partition have no clock.
OracleClaims::Added OracleClaims::IsCreation(std::int32_t partition,
                                             const OracleMoment& creation) const {
  auto created = Added::kSurely;
  const auto take = [&](std::int32_t told, bool timed, RunMicros at) {
    if (OracleTopicOf(told) != OracleTopicOf(partition) || told < partition) return;
    if (!timed) created = std::min(created, Added::kMaybe);
    if (timed && at <= creation.from) created = Added::kNo;
  };
  for (const auto& settle : events_.settles)
    take(settle.record.partition, !events_.untimed_origins.contains(settle.record.origin),
         settle.at);
  for (const auto& read : events_.reads)
    take(read.partition, !events_.untimed.contains(read.reader), read.at);
  for (const auto& step : events_.steps) {
    const bool timed = !events_.untimed.contains(step.consumer);
    if (step.kind != ConsumerStep::kAssign) take(step.partition, timed, step.at);
    for (const auto& [assigned, position] : step.assigned) take(assigned, timed, step.at);
  }
  if (OracleTopicOf(partition) == 0) {
    for (const auto& seen : events_.seen) take(0, true, seen.at);
  }
  return created;
}

bool OracleClaims::SameTopic(const ConsumerStep& assignment, std::int32_t partition) const {
  return std::any_of(
      assignment.assigned.begin(), assignment.assigned.end(),
      [&](const auto& place) { return OracleTopicOf(place.first) == OracleTopicOf(partition); });
}

// Reading: manual assignments say nothing of which partitions there are, and neither do two that
// belong to one generation: they are parts of one rebalance.
OracleClaims::Added OracleClaims::ByAssignments(const ConsumerStep& first) const {
  if (!events_.names_assignments || first.manual) return Added::kNo;
  auto strongest = Added::kNo;
  for (const auto& step : events_.steps) {
    if (&step == &first || step.kind != ConsumerStep::kAssign || step.group != group_ ||
        step.manual || !SameTopic(step, first.assigned.front().first))
      continue;
    const bool earlier_generation =
        !step.generation || !first.generation || *step.generation < *first.generation;
    if (!earlier_generation || Before(first, step)) continue;
    if (step.consumer == first.consumer && !members_.may_hide) return Added::kSurely;
    strongest = Added::kMaybe;
  }
  return strongest;
}

// Reading: where nobody can say which commit went back, and in every order one did, it is a doubt.
std::pair<std::uint64_t, std::uint64_t> OracleClaims::Regressed() const {
  std::uint64_t surely = 0, maybe = 0;
  for (const auto partition : Partitions()) {
    std::map<const ConsumerStep*, std::size_t> often;
    std::size_t ways = 0;
    bool one_of_them = false;
    ForEachEnd(partition, [&](const Commits& commits) {
      ++ways;
      bool known = false;
      for (const auto* commit : commits) {
        const bool went_back = WentBack(*commit, commits);
        often[commit] += went_back ? 1 : 0;
        known = known || went_back;
      }
      one_of_them = one_of_them || (!known && !SomeOrderIsRight(commits));
    });
    for (const auto& [commit, count] : often) {
      if (count == 0) continue;
      const bool certain = count == ways && !members_.may_hide && !Vague(partition);
      ++(certain ? surely : maybe);
    }
    if (one_of_them) ++maybe;
  }
  return {surely, maybe};
}

namespace {

// Commits of one store, put one behind the other in each way that their moments allow.
struct Orders {
  using Commits = std::vector<const ConsumerStep*>;
  Commits commits;
  std::function<bool(const ConsumerStep&, const ConsumerStep&)> before, may_follow;
  std::set<std::pair<std::vector<bool>, std::size_t>> failed = {};

  // Whether the rest can follow, `put` of them being there and `last` the last one.
  bool Complete(const std::vector<bool>& put, std::size_t last) {
    if (std::find(put.begin(), put.end(), false) == put.end()) return true;
    if (failed.contains({put, last})) return false;
    for (std::size_t i = 0; i < commits.size(); ++i) {
      if (put[i] || (last < commits.size() && !may_follow(*commits[last], *commits[i]))) continue;
      bool waits = false;
      for (std::size_t j = 0; j < commits.size(); ++j)
        waits = waits || (!put[j] && before(*commits[j], *commits[i]));
      if (waits) continue;
      auto more = put;
      more[i] = true;
      if (Complete(more, i)) return true;
    }
    failed.insert({put, last});
    return false;
  }
};

}  // namespace

// Whether they may have come one after the other so that none went back.
bool OracleClaims::SomeOrderIsRight(const Commits& commits) const {
  for (const bool external : {false, true}) {
    Orders orders{{},
                  [&](const auto& one, const auto& other) { return Before(one, other); },
                  [&](const auto& one, const auto& other) {
                    return other.offset >= one.offset || GivenBack(one, other);
                  }};
    for (const auto* commit : commits) {
      if (commit->external == external) orders.commits.push_back(commit);
    }
    const std::vector<bool> none(orders.commits.size());
    if (!orders.Complete(none, none.size())) return false;
  }
  return true;
}

// Whichever of those that may be just before it was: below all of them.
//
// Reading: a commit to Kafka and one beside the results are commits of two stores, and each is
// compared with the one before it in the same store.
bool OracleClaims::WentBack(const ConsumerStep& commit, const Commits& commits) const {
  bool surely_one = false;
  for (const auto* other : commits) {
    if (other == &commit || other->external != commit.external || Before(commit, *other)) continue;
    const bool followed = std::any_of(commits.begin(), commits.end(), [&](const auto* between) {
      return between->external == commit.external && Before(*other, *between) &&
             Before(*between, commit);
    });
    if (followed) continue;
    if (other->offset <= commit.offset || GivenBack(*other, commit)) return false;
    surely_one = surely_one || Before(*other, commit);
  }
  return surely_one;
}

// Reading: what the commit gives up was given back by a seek or reset to its offset or below it.
bool OracleClaims::GivenBack(const ConsumerStep& from, const ConsumerStep& to) const {
  const auto between = [&](const OracleMoment& moment) {
    return !Before(moment, MomentOf(from)) && !Before(MomentOf(to), moment);
  };
  for (const auto* seek : Steps(ConsumerStep::kSeek, to.partition)) {
    if (seek->consumer == to.consumer && seek->offset <= to.offset && between(MomentOf(*seek)))
      return true;
  }
  for (const auto* reset : Steps(ConsumerStep::kReset, to.partition)) {
    if (reset->offset <= to.offset && between(MomentOf(*reset))) return true;
  }
  return std::any_of(events_.client_notes.begin(), events_.client_notes.end(),
                     [&](const ClientNote& note) {
                       return note.actor == to.consumer && between({"", note.at, note.at});
                     });
}

}  // namespace kproof

#include "tests/unit/audit/oracle_claims.h"

#include <algorithm>

#include "tests/unit/audit/oracle_topics.h"

namespace kproof {

OracleClaims::OracleClaims(const EventList& events, const OracleTxns& txns,
                           const std::vector<OracleRun>& runs, const std::string& group,
                           const OracleMembers& members)
    : events_(events), txns_(txns), runs_(runs), group_(group), members_(members) {}

std::vector<const ConsumerStep*> OracleClaims::Steps(ConsumerStep::Kind kind,
                                                     std::int32_t partition) const {
  std::vector<const ConsumerStep*> steps;
  for (const auto& step : events_.steps) {
    if (step.group != group_ || step.kind != kind) continue;
    const bool assigned = std::any_of(step.assigned.begin(), step.assigned.end(),
                                      [&](const auto& place) { return place.first == partition; });
    if (kind == ConsumerStep::kAssign ? assigned : step.partition == partition)
      steps.push_back(&step);
  }
  return steps;
}

std::set<std::int32_t> OracleClaims::Partitions() const {
  std::set<std::int32_t> partitions;
  for (const auto& step : events_.steps) {
    if (step.group == group_ && step.kind == ConsumerStep::kCommit)
      partitions.insert(step.partition);
  }
  return partitions;
}

bool OracleClaims::Vague(std::int32_t partition) const {
  const auto may_be = [&](std::int32_t other) {
    return OracleTopicOf(other) == kOracleUnknownPlace &&
           OracleNumberOf(other) == OracleNumberOf(partition);
  };
  return std::any_of(events_.steps.begin(), events_.steps.end(), [&](const ConsumerStep& step) {
    if (step.group != group_) return false;
    return step.kind == ConsumerStep::kAssign
               ? std::any_of(step.assigned.begin(), step.assigned.end(),
                             [&](const auto& place) { return may_be(place.first); })
               : may_be(step.partition);
  });
}

void OracleClaims::ForEachEnd(std::int32_t partition,
                              const std::function<void(const Commits&)>& look) const {
  std::map<std::pair<std::string, std::string>, std::size_t> undecided;
  const auto state = [&](const ConsumerStep& commit) {
    return commit.txn.empty() ? OracleTxns::kCommitted : txns_.Of(commit.consumer, commit.txn);
  };
  Commits acked;
  for (const auto* commit : Steps(ConsumerStep::kCommit, partition)) {
    const auto of = state(*commit);
    if (commit->outcome != Outcome::kAcked || of == OracleTxns::kAborted) continue;
    acked.push_back(commit);
    if (of != OracleTxns::kCommitted)
      undecided.try_emplace({commit->consumer, commit->txn}, undecided.size());
  }
  for (std::size_t ends = 0; ends < std::size_t{1} << undecided.size(); ++ends) {
    Commits commits;
    for (const auto* commit : acked) {
      const auto open = undecided.find({commit->consumer, commit->txn});
      if (open == undecided.end() || (ends >> open->second & 1) != 0) commits.push_back(commit);
    }
    look(commits);
  }
}

// Where the group stood before the reset `before`, or in the end: its last commit, or a later
// assignment or reset that is lower. Of what has no order the lowest; 0 where nothing is known.
//
// Reading: a reset to below the claim takes the claim back as an assignment there does. Reading: an
// assignment or reset without an order to the last commit may be later.
std::int64_t OracleClaims::Lowest(const Commits& commits, std::int32_t partition,
                                  const ConsumerStep* before) const {
  const auto surely_before = [&](const OracleMoment& moment) {
    return before == nullptr || Before(moment, MomentOf(*before));
  };
  const auto maybe_before = [&](const OracleMoment& moment) {
    return before == nullptr || !Before(MomentOf(*before), moment);
  };
  const auto followed = [&](const OracleMoment& moment) {
    return std::any_of(commits.begin(), commits.end(), [&](const auto* later) {
      return surely_before(MomentOf(*later)) && Before(moment, MomentOf(*later));
    });
  };
  std::int64_t lowest = 0;
  bool any = false;
  for (const auto* commit : commits) {
    if (surely_before(MomentOf(*commit)) && !followed(MomentOf(*commit))) {
      lowest = any ? std::min(lowest, commit->offset) : commit->offset;
      any = true;
    }
  }
  if (!any) return 0;
  for (const auto* commit : commits) {
    const auto moment = MomentOf(*commit);
    if (maybe_before(moment) && !followed(moment)) lowest = std::min(lowest, commit->offset);
  }
  for (const auto* reset : Steps(ConsumerStep::kReset, partition)) {
    const auto moment = MomentOf(*reset);
    if (reset != before && maybe_before(moment) && !followed(moment))
      lowest = std::min(lowest, reset->offset);
  }
  for (const auto& run : runs_) {
    const OracleMoment moment{run.consumer, run.at, run.at};
    if (run.assigned && run.partition == partition && members_.names.contains(run.consumer) &&
        run.From() && maybe_before(moment) && !followed(moment))
      lowest = std::min(lowest, *run.From());
  }
  return lowest;
}

// Reading: where nobody had committed before a reset, it jumps over all below it.
std::set<std::int64_t> OracleClaims::JumpedOver(const Commits& commits,
                                                std::int32_t partition) const {
  std::set<std::int64_t> offsets;
  for (const auto* reset : Steps(ConsumerStep::kReset, partition)) {
    for (auto offset = Lowest(commits, partition, reset); offset < reset->offset; ++offset)
      offsets.insert(offset);
  }
  return offsets;
}

OracleClaims::Owed OracleClaims::Of(std::int32_t partition) const {
  const auto added = WasAdded(partition);
  auto first = FirstPosition(partition);
  if (added == Added::kSurely) first = 0;
  std::map<std::int64_t, std::size_t> often;  // offset → in how many ways it is owed
  std::size_t ways = 0;
  ForEachEnd(partition, [&](const Commits& commits) {
    ++ways;
    if (commits.empty()) return;
    const auto jumped = JumpedOver(commits, partition);
    const auto claim = Lowest(commits, partition, nullptr);
    for (std::int64_t offset = 0; offset < claim; ++offset) {
      if (!jumped.contains(offset)) ++often[offset];
    }
  });
  Owed owed;
  for (const auto& [offset, count] : often) {
    const bool after_first = first && offset >= *first;
    if (after_first && count == ways) {
      owed.surely.insert(offset);
    } else if (after_first || added == Added::kMaybe) {
      owed.maybe.insert(offset);
    }
  }
  return owed;
}

// Of its members' first assignments; of those without a common clock the highest.
std::optional<std::int64_t> OracleClaims::FirstPosition(std::int32_t partition) const {
  struct Stand {
    std::string consumer;
    RunMicros at;
    std::int64_t offset;
  };
  std::vector<Stand> stands;
  for (const auto& run : runs_) {
    if (members_.names.contains(run.consumer) && run.partition == partition && run.From())
      stands.push_back({run.consumer, run.at, *run.From()});
  }
  if (stands.empty()) {
    for (const auto* step : Steps(ConsumerStep::kProcess, partition))
      stands.push_back({step->consumer, step->at, step->offset});
  }
  std::map<std::string, Stand> first;  // by clock
  for (const auto& stand : stands) {
    const auto clock = events_.untimed.contains(stand.consumer) ? stand.consumer : "";
    const auto [known, fresh] = first.try_emplace(clock, stand);
    if (!fresh && (stand.at < known->second.at ||
                   (stand.at == known->second.at && stand.offset > known->second.offset)))
      known->second = stand;
  }
  std::optional<std::int64_t> highest;
  for (const auto& [clock, stand] : first)
    highest = std::max(highest.value_or(stand.offset), stand.offset);
  return highest;
}

}  // namespace kproof

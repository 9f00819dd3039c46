// A group stalls in a partition while a member has it, something stands at or above the group's
// offset, and no acked commit of it comes. A commit that goes nowhere ends a stall like any other;
// so does, for what is proven, one of unknown outcome or a reset. A group that told of no commit at
// all may never want to (results are kept elsewhere, or nowhere): nothing is proven of it.
#include <fmt/format.h>

#include <algorithm>

#include "audit/judge/consumers/groups.h"
#include "audit/judge/consumers/lag.h"
#include "audit/judge/consumers/membership.h"
#include "audit/judge/run/limits.h"

namespace kproof {
namespace {

// The group was at `offset` from `at` on.
struct GroupStep {
  RunMicros at = 0;
  std::uint64_t offset = 0;
};

struct GroupSteps {
  std::vector<GroupStep> maybe;          // acked, or may be, and resets: each ends what is proven
  std::vector<GroupStep> certain;        // acked commits that count: only they end what is possible
  std::vector<GroupStep> resets, begun;  // somebody's on purpose; where assignments began
  bool any_commit = false, untimed = false;

  // The highest offset at which the group can have stood between the step before `done` and
  // `until`. Nothing: nobody knows.
  std::optional<std::uint64_t> Highest(std::size_t done, RunMicros until) const {
    std::optional<std::uint64_t> offset;
    if (done > 0) offset = maybe[done - 1].offset;  // of all so far: see Sort()
    for (const auto& step : begun) {
      if (step.at < until) offset = std::max(offset.value_or(0), step.offset);
    }
    return offset;
  }
  // The lowest, after so many certain steps.
  std::uint64_t Lowest(std::size_t done) const {
    std::optional<std::uint64_t> offset;
    if (done > 0) offset = certain[done - 1].offset;
    for (const auto& step : done > 0 ? resets : begun) {
      if (done == 0 || step.at >= certain[done - 1].at)
        offset = std::min(offset.value_or(step.offset), step.offset);
    }
    return offset.value_or(0);
  }
  void Sort() {
    for (auto* all : {&maybe, &certain})
      std::stable_sort(all->begin(), all->end(),
                       [](const GroupStep& a, const GroupStep& b) { return a.at < b.at; });
    for (std::size_t i = 1; i < maybe.size(); ++i)
      maybe[i].offset = std::max(maybe[i].offset, maybe[i - 1].offset);
  }
};

class StepLoader {
 public:
  explicit StepLoader(const History& history) : history_(history) {
    for (const auto& txn : history.transactions().all())
      txns_[{txn.row.actor, txn.row.txn.name}] = &txn;
  }

  std::map<GroupPlace, GroupSteps> Load() {
    for (const auto& row : history_.store().Commits()) LoadCommit(row);
    for (const auto& [actor, topic, reset] : history_.store().Resets()) {
      auto& steps = Of(reset, topic);
      steps.maybe.push_back({reset.at, Natural(reset.offset)});
      steps.resets.push_back(steps.maybe.back());
    }
    std::map<std::int64_t, std::int64_t> first_read;  // by run
    history_.store().EachRead([&](const ReadRow& row) {
      if (row.run) first_read.try_emplace(*row.run, row.first_offset);
    });
    for (const auto& row : history_.store().Runs()) {
      const auto read = first_read.find(row.id);
      if (row.run.group.empty() || !row.run.assignment) continue;
      auto position = row.run.position;
      if (!position && read != first_read.end()) position = read->second;
      if (position) Of(row.run, row.topic).begun.push_back({row.run.at, Natural(*position)});
    }
    for (auto& [place, steps] : steps_) steps.Sort();
    return std::move(steps_);
  }

 private:
  template <typename Fact>
  GroupSteps& Of(const Fact& fact, std::int64_t topic) {
    return steps_[{{fact.cluster, fact.group}, {topic, fact.partition}}];
  }

  void LoadCommit(const CommitRow& row) {
    const auto& commit = row.commit;
    auto& steps = Of(commit, row.topic);
    steps.any_commit = true;
    steps.untimed = steps.untimed || !history_.HasClock(row.actor);
    const auto txn = txns_.find({row.actor, commit.txn});
    const auto* in = commit.txn.empty() || txn == txns_.end() ? nullptr : txn->second;
    if (commit.outcome == Outcome::kFailed || (in && in->state == TxnState::kAborted)) return;
    const GroupStep step{commit.at, Natural(commit.offset)};
    steps.maybe.push_back(step);
    if (commit.asked) steps.maybe.push_back({*commit.asked, step.offset});  // from then on
    if (in && in->row.txn.ended) steps.maybe.push_back({*in->row.txn.ended, step.offset});
    if (commit.outcome != Outcome::kAcked) return;
    if (in && in->state != TxnState::kCommitted) return;
    steps.certain.push_back({in ? in->row.txn.ended.value_or(step.at) : step.at, step.offset});
  }

  const History& history_;
  std::map<std::pair<std::int64_t, std::string>, const Transaction*> txns_;
  std::map<GroupPlace, GroupSteps> steps_;
};

// Calls take(from, until, done) for each stretch of these holds without a step in it, after `done`
// of them.
template <typename Take>
void EachStill(const std::vector<HeldTime>& holds, const std::vector<GroupStep>& steps,
               const Take& take) {
  for (const auto& held : holds) {
    std::size_t done = 0;  // steps up to the stretch's beginning
    while (done < steps.size() && steps[done].at <= held.from) ++done;
    auto from = held.from;
    for (; done < steps.size() && steps[done].at < held.to; ++done) {
      take(from, steps[done].at, done);
      from = steps[done].at;
    }
    take(from, held.to, done);
  }
}

// The load, as far as it counts.
struct LoadTime {
  RunMicros from = 0, to = 0;
  RunMicros Length(RunMicros since, RunMicros until) const {
    return std::min(until, to) - std::max(since, from);
  }
};

// What one group did in one partition.
class GroupInPartition {
 public:
  GroupInPartition(std::string name, const Holds& held, const GroupSteps& steps, const Lag& lag,
                   PartitionKey key, LoadTime load)
      : name_(std::move(name)), held_(held), steps_(steps), lag_(lag), key_(key), load_(load) {}

  void Prove(Measured& measured) const {
    EachStill(held_.certain, steps_.maybe, [&](RunMicros since, RunMicros until, std::size_t done) {
      const auto offset = steps_.Highest(done, until);
      const auto known = offset ? lag_.KnownSince(key_, *offset) : std::nullopt;
      if (!known) return;
      since = std::max(since, *known);
      measured.Prove(load_.Length(since, until), From(since));
    });
  }

  void Allow(Measured& measured, const std::string& by) const {
    EachStill(held_.possible, steps_.certain,
              [&](RunMicros since, RunMicros until, std::size_t done) {
                const auto possible = lag_.PossibleSince(key_, steps_.Lowest(done));
                if (!possible) return;
                since = std::max(since, *possible);
                measured.Allow(load_.Length(since, until), From(since) + by);
              });
  }

 private:
  std::string From(RunMicros since) const {
    return fmt::format("{} from {:.1f} s on", name_, InSeconds(std::max(since, load_.from)));
  }

  const std::string name_;
  const Holds& held_;
  const GroupSteps& steps_;
  const Lag& lag_;
  const PartitionKey key_;
  const LoadTime load_;
};

}  // namespace

std::optional<Measured> MeasureStalled(const History& history, const Timeline& timeline) {
  const LoadTime load{timeline.load_begin(),
                      timeline.has_phases() ? timeline.load_end() : LastFact(history)};
  const auto holds = HoldsOf(history, load.to);
  if (holds.empty()) return std::nullopt;
  std::set<PartitionKey> partitions;
  for (const auto& [place, held] : holds) partitions.insert(place.second);
  const Lag lag(history, partitions);
  auto all_steps = StepLoader(history).Load();
  std::set<GroupId> committing;
  for (const auto& [place, steps] : all_steps) {
    if (steps.any_commit) committing.insert(place.first);
  }
  Measured measured{Duration(0), Duration(0), "", ""};
  for (const auto& [place, held] : holds) {
    const auto& [group, key] = place;
    const auto& topic = history.topic(key.first);
    const auto name = fmt::format("of {} on {}/{}", group.second,
                                  InCluster(topic.cluster, topic.name), key.second);
    auto& steps = all_steps[place];
    for (const auto& [at, offset] : held.begun) steps.begun.push_back({at, offset});
    if (history.topic(key.first).incarnation.several) {
      measured.AllowAny(topic.name + " was deleted and created again");
    } else if (steps.untimed) {
      measured.AllowAny("times of commits " + name + " can't be compared with others");
    } else {
      const GroupInPartition one(name, held, steps, lag, key, load);
      const bool commits = committing.contains(group);
      if (commits && !MayHideFacts(history, history.groups(), group)) one.Prove(measured);
      one.Allow(measured, commits ? "" : ", by a group without any known commit");
    }
  }
  return measured;
}

}  // namespace kproof

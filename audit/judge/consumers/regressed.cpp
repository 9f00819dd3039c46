// Acked commits of a group below the acked commit just before them, unless the member that made it
// had gone back by itself (`seek`), somebody had set the group back (`reset`), or its client had
// told of trouble in between: a replaced member that goes on committing (apache/iceberg#17551).
// Where one went back in each order that clocks and overlapping times leave open, and nobody can
// say which, it is a doubt.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "audit/judge/checker.h"
#include "audit/judge/consumers/groups.h"
#include "audit/judge/topics/vague.h"
#include "harness/base/wording.h"

namespace kproof {
namespace {

// What gives a group's records back, by member and place.
struct GivenBack {
  Moment moment;
  std::uint64_t offset = 0;
};

class Regressions {
 public:
  explicit Regressions(const History& history) : history_(history), moments_(history) {
    for (const auto& row : history.store().Runs()) {
      if (row.run.cause != RunCause::kSeek || !row.run.position) continue;
      seeks_[{row.actor, {row.topic, row.run.partition}}].push_back(
          {moments_.Of(row.actor, row.run.at), Natural(*row.run.position)});
    }
    for (const auto& [actor, assignment, topics] : history.store().Assignments()) {
      std::set<PartitionKey> places;
      for (std::size_t i = 0; i < topics.size(); ++i)
        places.emplace(topics[i], assignment.places[i].place.partition);
      held_[actor].emplace_back(assignment.at, std::move(places));
    }
    claims_ = ClaimsOf(history);
  }

  CheckResult Count() const {
    CheckResult result;
    std::map<std::string, std::uint64_t> hidden, unordered;
    for (const auto& [place, claims] : claims_) {
      std::set<const Claimed*> told;
      claims.EachLower([&, &key = place, &of = claims](const Claimed& commit,
                                                       const std::vector<const Claimed*>& before) {
        if (std::any_of(before.begin(), before.end(),
                        [&](const Claimed* other) { return IsExcused(key, of, commit, *other); }))
          return;
        told.insert(&commit);
        if (MayHideFacts(history_, history_.groups(), key.first) ||
            history_.vague().InGroup(key.first, key.second)) {
          ++hidden[key.first.second];
        } else {
          result.anomalies.push_back(Tell(key, commit, *before.front()));
        }
      });
      claims.EachBelowEarlier([&, &key = place, &of = claims](
                                  const Claimed& commit,
                                  const std::vector<const Claimed*>& before) {
        const bool excused = std::all_of(before.begin(), before.end(), [&](const Claimed* other) {
          return IsExcused(key, of, commit, *other);
        });
        if (!excused && !told.contains(&commit)) ++unordered[key.first.second];
      });
    }
    for (const auto& [group, count] : hidden) {
      result.doubts.push_back(
          fmt::format("{} of group {} {} below the one before; facts of a member may be missing, "
                      "or it is not known which of two topics of one name they are about",
                      Counted(count, "commit"), group, Plural(count, "is", "are")));
    }
    for (const auto& [group, count] : unordered) {
      result.doubts.push_back(fmt::format(
          "{} of group {} {} below an earlier one; it is not known which one went back, if any "
          "did: the order of other commits, or the outcome of a transaction, is not known",
          Counted(count, "commit"), group, Plural(count, "is", "are")));
    }
    return result;
  }

 private:
  // In between, or perhaps.
  static bool Between(const Moment& moment, const Claimed& commit, const Claimed& before) {
    return !moment.Before(before.moment) && !commit.moment.Before(moment);
  }

  bool IsExcused(const GroupPlace& place, const PlaceClaims& claims, const Claimed& commit,
                 const Claimed& before) const {
    const bool reset = std::any_of(claims.resets.begin(), claims.resets.end(), [&](const auto& to) {
      return to.offset <= commit.offset && Between(to.moment, commit, before);
    });
    if (reset) return true;
    const auto seeks = seeks_.find({commit.actor, place.second});
    if (seeks != seeks_.end() &&
        std::any_of(seeks->second.begin(), seeks->second.end(), [&](const GivenBack& seek) {
          return seek.offset <= commit.offset && Between(seek.moment, commit, before);
        }))
      return true;
    const auto& troubles = history_.TroublesOf(commit.actor);
    return std::any_of(troubles.begin(), troubles.end(), [&](RunMicros at) {
      return Between({-1, at, at}, commit, before);
    });
  }

  // Members that held the partition when it was committed, by what they were assigned last.
  std::string AssignedTo(PartitionKey key, const Moment& moment) const {
    std::string members;
    for (const auto& [actor, all] : held_) {
      if (moments_.Of(actor, 0).clock != moment.clock) continue;
      const auto next = std::upper_bound(
          all.begin(), all.end(), moment.to,
          [](RunMicros at, const auto& assignment) { return at < assignment.first; });
      if (next == all.begin() || !(next - 1)->second.contains(key)) continue;
      members += (members.empty() ? "" : " and ") + history_.NameOf(actor);
    }
    return members;
  }

  Anomaly Tell(const GroupPlace& place, const Claimed& commit, const Claimed& before) const {
    const auto& [id, key] = place;
    Anomaly anomaly;
    anomaly.stream = kNoStream;
    anomaly.topic = key.first;
    anomaly.partition = key.second;
    anomaly.offset = static_cast<std::int64_t>(commit.offset);
    anomaly.counts = 1;
    anomaly.reader = history_.NameOf(commit.actor);
    anomaly.group = id.second;
    const auto holder = AssignedTo(key, commit.moment);
    anomaly.detail = fmt::format(
        "committed at {:.1f} s, after {} had committed {} at {:.1f} s; assigned to {} then",
        static_cast<double>(commit.moment.to) / 1e6, history_.NameOf(before.actor), before.offset,
        static_cast<double>(before.moment.to) / 1e6, holder.empty() ? "nobody known" : holder);
    return anomaly;
  }

  const History& history_;
  const Moments moments_;
  std::map<std::pair<std::int64_t, PartitionKey>, std::vector<GivenBack>> seeks_;
  std::map<std::int64_t, std::vector<std::pair<RunMicros, std::set<PartitionKey>>>> held_;
  std::map<GroupPlace, PlaceClaims> claims_;
};

bool LooksForRegressed(const History& history) {
  const auto commits = history.store().Commits();
  return std::any_of(commits.begin(), commits.end(),
                     [](const CommitRow& row) { return row.commit.outcome == Outcome::kAcked; });
}

CheckResult CheckRegressed(const History& history) { return Regressions(history).Count(); }

}  // namespace

Checker RegressedChecker() { return {FindingKind::kRegressed, CheckRegressed, LooksForRegressed}; }

}  // namespace kproof

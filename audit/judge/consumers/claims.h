// What a group says is done, partition by partition: its commits in their order, and what moved it
// otherwise.
//
// Times of actors that share the run's clock compare; those of another actor order its own facts
// alone. Commits whose asked–answered times overlap have no order. Where facts leave an order open,
// the reading that accuses nobody is taken. Not thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "audit/judge/facts/history.h"

namespace kproof {

using GroupPlace = std::pair<GroupId, PartitionKey>;

// A moment of an actor, as far as it compares with those of others.
struct Moment {
  std::int64_t clock = -1;  // the run's; else the actor's id
  RunMicros from = 0, to = 0;

  // Certainly earlier than `other`, also with respect to what lasts.
  bool Before(const Moment& other) const { return clock == other.clock && to < other.from; }
};

// An acked commit. In a transaction of which nobody knows the outcome it may count or not.
struct Claimed {
  std::int64_t actor = 0;
  Moment moment;  // from when it was asked for to when it was answered
  std::uint64_t offset = 0;
  bool external = false;                     // kept beside the results
  std::optional<std::size_t> open_txn = {};  // that decides whether it counts: index

  bool counts() const { return !open_txn; }
};

// Where a group was put without having committed.
struct Moved {
  Moment moment;
  std::uint64_t offset = 0;
};

// Offsets that a group claims done and no reset jumped over: whatever became of open transactions,
// and in at least one way in which they may have ended. Of many of them nothing is certain.
struct Claim {
  RangeSet certain, possible;
};

class PlaceClaims {
 public:
  std::vector<Claimed> commits;
  std::vector<Moved> resets, begun;  // by somebody on purpose; by the beginnings of assignments

  // Once all are there. Nothing: the group never committed.
  std::optional<Claim> Claims() const;
  // How often the group had been put back to `offset` or below it on purpose; nothing: at least one
  // reset came then or later, nobody knows.
  std::optional<std::size_t> TimesPutBack(std::uint64_t offset, const Moment& moment) const;
  // Whether a reset put the group to an offset below `end`, whenever.
  bool HasResetBelow(std::uint64_t end) const;
  // The parts of `offsets` for which that is the same.
  std::vector<Range> SplitAtResets(Range offsets) const;
  // Calls take(commit, before) for each commit that counts and may lie below the one just before it
  // in its store, with all that may be that one, undecided ones among them; one of them surely is
  // before.
  void EachLower(const std::function<void(const Claimed& commit,
                                          const std::vector<const Claimed*>& before)>& take) const;
  // Calls take(commit, before) for each commit that lies below some that surely came before it and
  // that none that counts surely followed in between, with these. Which one went back may be
  // unknown: commits without an order to them may stand between, and undecided ones may not count.
  void EachBelowEarlier(
      const std::function<void(const Claimed& commit, const std::vector<const Claimed*>& before)>&
          take) const;

 private:
  using Commits = std::vector<const Claimed*>;
  // Where these count.
  RangeSet ClaimedIn(const Commits& world) const;
  std::optional<std::uint64_t> LastOf(const Commits& of, const Commits& counting,
                                      const Moved* until) const;
};

// What was done, or delivered, of one record or at one place, between resets that put the group
// back to it. What has no order to a reset may be the first after it.
class Again {
 public:
  void Add(std::optional<std::size_t> times_put_back);
  // So many of them were surely not for the first time.
  std::uint64_t Surely() const { return ordered_ - stretches_.size(); }
  // So many more may not have been: they have no order to a reset.
  std::uint64_t Maybe() const;

 private:
  std::set<std::size_t> stretches_;
  std::uint64_t ordered_ = 0, unordered_ = 0;
};

// The moment of a fact of this actor.
class Moments {
 public:
  explicit Moments(const History& history);
  Moment Of(std::int64_t actor, RunMicros from, RunMicros to) const {
    return {untimed_.contains(actor) ? actor : -1, from, to};
  }
  Moment Of(std::int64_t actor, RunMicros at) const { return Of(actor, at, at); }

 private:
  std::set<std::int64_t> untimed_;
};

// Commits and resets of all groups; assignments are added by whoever knows where they began.
std::map<GroupPlace, PlaceClaims> ClaimsOf(const History& history);

}  // namespace kproof

// What a group claims to have done, by partition: its commits in order, and the resets and
// assignments that moved it.
//
// Times of actors that share the run's clock can be compared; those of another actor only order its
// own facts. Commits whose times from request to answer overlap have no order. Where the facts
// leave an order open, the order without an anomaly is taken. Not thread-safe.
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

// A moment of an actor, as far as it can be compared with those of others.
struct Moment {
  std::int64_t clock = -1;  // the run's; else the actor's id
  RunMicros from = 0, to = 0;

  // Certainly earlier than `other`, also with respect to what lasts.
  bool Before(const Moment& other) const { return clock == other.clock && to < other.from; }
};

// An acked commit. In a transaction of unknown outcome it may or may not count.
struct Claimed {
  std::int64_t actor = 0;
  Moment moment;  // from its request to its answer
  std::uint64_t offset = 0;
  bool external = false;                     // kept beside the results
  std::optional<std::size_t> open_txn = {};  // that decides whether it counts: index

  bool counts() const { return !open_txn; }
};

// An offset to which a group was moved without a commit.
struct Moved {
  Moment moment;
  std::uint64_t offset = 0;
};

// Offsets that a group claims done and that no reset jumped over: for certain (however open
// transactions ended), and possibly (in at least one way in which they may have ended). With many
// open transactions nothing is certain.
struct Claim {
  RangeSet certain, possible;
};

class PlaceClaims {
 public:
  std::vector<Claimed> commits;
  std::vector<Moved> resets, begun;  // by an administrator; by the beginnings of assignments

  // Call it once all are added. Nothing: the group never committed.
  std::optional<Claim> Claims() const;
  // How often the group had been reset to `offset` or below it; nothing: it is not known whether a
  // reset came before that.
  std::optional<std::size_t> TimesPutBack(std::uint64_t offset, const Moment& moment) const;
  // Whether any reset moved the group to an offset below `end`.
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

// How often one record was processed or delivered between resets to it or below. An event without
// an order to a reset may be the first after it.
class Again {
 public:
  void Add(std::optional<std::size_t> times_put_back);
  // How many were certainly repeated.
  std::uint64_t Surely() const { return ordered_ - stretches_.size(); }
  // How many more may be repeated: they have no order to a reset.
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

// Commits and resets of all groups; assignments are added by callers that know where they began.
std::map<GroupPlace, PlaceClaims> ClaimsOf(const History& history);

}  // namespace kproof

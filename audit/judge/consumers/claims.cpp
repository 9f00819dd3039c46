#include "audit/judge/consumers/claims.h"

#include <algorithm>

namespace kproof {
namespace {

// The latest beginning of any of these on each clock: what ended before it came before another one.
std::map<std::int64_t, RunMicros> LatestOf(const std::vector<const Claimed*>& commits) {
  std::map<std::int64_t, RunMicros> latest;
  for (const auto* commit : commits) {
    const auto [known, fresh] = latest.try_emplace(commit->moment.clock, commit->moment.from);
    if (!fresh) known->second = std::max(known->second, commit->moment.from);
  }
  return latest;
}

bool BeforeAny(const Moment& moment, const std::map<std::int64_t, RunMicros>& latest) {
  const auto found = latest.find(moment.clock);
  return found != latest.end() && moment.to < found->second;
}

}  // namespace

// The lowest of these commits that none of `counting` came after, and of what moved the group
// since; of what came before `until` or may have, where that is given.
std::optional<std::uint64_t> PlaceClaims::LastOf(const Commits& of, const Commits& counting,
                                                 const Moved* until) const {
  const auto latest = LatestOf(counting);
  std::optional<std::uint64_t> lowest;
  const auto take = [&](const Moment& moment, std::uint64_t offset) {
    if (BeforeAny(moment, latest)) return;
    if (until != nullptr && until->moment.Before(moment)) return;
    lowest = std::min(lowest.value_or(offset), offset);
  };
  for (const auto* commit : of) take(commit->moment, commit->offset);
  if (!lowest) return std::nullopt;
  for (const auto& reset : resets) {
    if (&reset != until) take(reset.moment, reset.offset);
  }
  for (const auto& begun_at : begun) take(begun_at.moment, begun_at.offset);
  return lowest;
}

// Where nobody had committed before a reset, it jumps over all below it.
RangeSet PlaceClaims::ClaimedIn(const Commits& world) const {
  const auto end = LastOf(world, world, nullptr).value_or(0);
  RangeSet claimed;
  if (end > 0) claimed.Add(Range{0, end});
  for (const auto& reset : resets) {
    Commits before;
    for (const auto* commit : world) {
      if (commit->moment.Before(reset.moment)) before.push_back(commit);
    }
    const auto stood = before.empty() ? 0 : LastOf(world, before, &reset).value_or(0);
    if (stood < reset.offset) claimed = claimed.Minus(RangeSet({{stood, reset.offset}}));
  }
  return claimed;
}

// All commits of one transaction count, or none.
std::optional<Claim> PlaceClaims::Claims() const {
  constexpr std::size_t kOpen = 6;  // of so many transactions each way is tried
  if (commits.empty()) return std::nullopt;
  Commits decided;
  std::map<std::size_t, Commits> open;
  std::uint64_t highest = 0;
  for (const auto& commit : commits) {
    (commit.counts() ? decided : open[*commit.open_txn]).push_back(&commit);
    highest = std::max(highest, commit.offset);
  }
  if (open.size() > kOpen) return Claim{{}, RangeSet({{0, highest}})};
  std::vector<Commits> worlds{decided};
  for (const auto& [txn, of] : open) {
    for (std::size_t without = worlds.size(), i = 0; i < without; ++i) {
      worlds.push_back(worlds[i]);
      worlds.back().insert(worlds.back().end(), of.begin(), of.end());
    }
  }
  Claim claim{ClaimedIn(decided), {}};
  for (const auto& world : worlds) {
    const auto claimed = ClaimedIn(world);
    claim.certain = claim.certain.And(claimed);
    claim.possible.Add(claimed);
  }
  return claim;
}

std::optional<std::size_t> PlaceClaims::TimesPutBack(std::uint64_t offset,
                                                     const Moment& moment) const {
  std::size_t times = 0;
  for (const auto& reset : resets) {
    if (reset.offset > offset) continue;
    if (reset.moment.Before(moment)) {
      ++times;
    } else if (!moment.Before(reset.moment)) {
      return std::nullopt;
    }
  }
  return times;
}

bool PlaceClaims::HasResetBelow(std::uint64_t end) const {
  return std::any_of(resets.begin(), resets.end(),
                     [&](const Moved& reset) { return reset.offset < end; });
}

void Again::Add(std::optional<std::size_t> times_put_back) {
  if (!times_put_back) {
    ++unordered_;
    return;
  }
  ++ordered_;
  stretches_.insert(*times_put_back);
}

std::uint64_t Again::Maybe() const {
  return stretches_.empty() && unordered_ > 0 ? unordered_ - 1 : unordered_;
}

std::vector<Range> PlaceClaims::SplitAtResets(Range offsets) const {
  std::vector<std::uint64_t> borders{offsets.first, offsets.end};
  for (const auto& reset : resets) {
    if (reset.offset > offsets.first && reset.offset < offsets.end) borders.push_back(reset.offset);
  }
  std::sort(borders.begin(), borders.end());
  std::vector<Range> parts;
  for (std::size_t i = 0; i + 1 < borders.size(); ++i) {
    if (borders[i] < borders[i + 1]) parts.push_back({borders[i], borders[i + 1]});
  }
  return parts;
}

namespace {

// Of those that may come before `commit`: one that another of its own transaction surely follows is
// never the last, whatever became of the transaction.
void DropFollowed(const Claimed& commit, std::vector<const Claimed*>& before) {
  std::map<std::size_t, RunMicros>
      latest;  // by transaction: when one began that is before `commit`
  for (const auto* other : before) {
    if (!other->open_txn || !other->moment.Before(commit.moment)) continue;
    auto& from = latest.try_emplace(*other->open_txn, other->moment.from).first->second;
    from = std::max(from, other->moment.from);
  }
  std::erase_if(before, [&](const Claimed* other) {
    return other->open_txn && latest.contains(*other->open_txn) &&
           other->moment.to < latest.at(*other->open_txn);
  });
}

// Commits of one clock and store, so that those that may be just before another one are found
// without a look at each.
class Sequence {
 public:
  void Add(const Claimed* commit) { all_.push_back(commit); }
  void Sort() {
    std::stable_sort(all_.begin(), all_.end(), [](const Claimed* a, const Claimed* b) {
      return a->moment.to < b->moment.to;
    });
    for (const auto* commit : all_) {
      const auto latest = latest_.empty() ? commit->moment.from : latest_.back();
      // One that may not count is followed by nobody for certain.
      latest_.push_back(commit->counts() ? std::max(latest, commit->moment.from) : latest);
    }
    earliest_.resize(all_.size());
    for (auto i = all_.size(); i-- > 0;) {
      const auto from = all_[i]->moment.from;
      earliest_[i] = i + 1 < all_.size() ? std::min(from, earliest_[i + 1]) : from;
    }
  }
  const std::vector<const Claimed*>& all() const { return all_; }

  // Those that may be the last before `commit`, itself left out. Gives whether one that counts
  // surely is before it.
  bool Before(const Claimed& commit, std::vector<const Claimed*>& before) const {
    const auto end = static_cast<std::size_t>(
        std::lower_bound(all_.begin(), all_.end(), commit.moment.from,
                         [](const Claimed* other, RunMicros at) { return other->moment.to < at; }) -
        all_.begin());
    bool surely = false;
    for (auto i = end; i-- > 0 && all_[i]->moment.to >= latest_[end - 1];) {
      before.push_back(all_[i]);
      surely = surely || all_[i]->counts();
    }
    for (auto i = end; i < all_.size() && earliest_[i] <= commit.moment.to; ++i) {
      if (all_[i] != &commit && all_[i]->moment.from <= commit.moment.to) before.push_back(all_[i]);
    }
    DropFollowed(commit, before);
    return surely;
  }

 private:
  std::vector<const Claimed*> all_;  // by their ends
  std::vector<RunMicros> latest_;    // beginning up to here, of those that count
  std::vector<RunMicros> earliest_;  // beginning from here on
};

}  // namespace

void PlaceClaims::EachLower(
    const std::function<void(const Claimed&, const std::vector<const Claimed*>&)>& take) const {
  for (const bool external : {false, true}) {
    std::map<std::int64_t, Sequence> clocks;
    std::map<std::int64_t, std::uint64_t> lowest;
    for (const auto& commit : commits) {
      if (commit.external != external) continue;
      clocks[commit.moment.clock].Add(&commit);
      const auto known = lowest.try_emplace(commit.moment.clock, commit.offset).first;
      known->second = std::min(known->second, commit.offset);
    }
    for (auto& [clock, sequence] : clocks) sequence.Sort();
    for (const auto& [clock, sequence] : clocks) {
      for (const auto* commit : sequence.all()) {
        std::vector<const Claimed*> before;
        if (!commit->counts() || !sequence.Before(*commit, before)) continue;
        const auto higher = [&](const Claimed* other) { return other->offset > commit->offset; };
        if (!std::all_of(before.begin(), before.end(), higher)) continue;
        // Those of other clocks may be from whenever.
        const bool below_all =
            std::all_of(lowest.begin(), lowest.end(), [&, &clock = clock](const auto& other) {
              return other.first == clock || other.second > commit->offset;
            });
        if (!below_all) continue;
        for (const auto& [other, theirs] : clocks) {
          if (other != clock) before.insert(before.end(), theirs.all().begin(), theirs.all().end());
        }
        take(*commit, before);
      }
    }
  }
}

// Of two that follow each other surely, and of which the later one is lower, one went back in any
// order, or one between them did.
void PlaceClaims::EachBelowEarlier(
    const std::function<void(const Claimed&, const std::vector<const Claimed*>&)>& take) const {
  for (const bool external : {false, true}) {
    std::map<std::int64_t, Sequence> clocks;
    for (const auto& commit : commits) {
      if (commit.external == external) clocks[commit.moment.clock].Add(&commit);
    }
    for (auto& [clock, sequence] : clocks) {
      sequence.Sort();
      for (const auto* commit : sequence.all()) {
        std::vector<const Claimed*> before;
        sequence.Before(*commit, before);
        std::erase_if(before, [&](const Claimed* other) {
          return other->offset <= commit->offset || !other->moment.Before(commit->moment);
        });
        if (!before.empty()) take(*commit, before);
      }
    }
  }
}

Moments::Moments(const History& history) {
  for (const auto& actor : history.actors()) {
    if (!actor.timed) untimed_.insert(actor.id);
  }
}

std::map<GroupPlace, PlaceClaims> ClaimsOf(const History& history) {
  const Moments moments(history);
  std::map<std::pair<std::int64_t, std::string>, std::size_t> txns;  // actor, name → index
  const auto& all = history.transactions().all();
  for (std::size_t i = 0; i < all.size(); ++i) txns[{all[i].row.actor, all[i].row.txn.name}] = i;
  std::map<GroupPlace, PlaceClaims> claims;
  const auto at = [&](const auto& fact, std::int64_t topic) -> PlaceClaims& {
    return claims[{{fact.cluster, fact.group}, {topic, fact.partition}}];
  };
  for (const auto& [actor, topic, commit] : history.store().Commits()) {
    if (commit.outcome != Outcome::kAcked) continue;
    Claimed claimed{actor, moments.Of(actor, commit.asked.value_or(commit.at), commit.at),
                    Natural(commit.offset)};
    if (!commit.txn.empty()) {
      const auto txn = txns.at({actor, commit.txn});  // the store has one of each name
      if (all[txn].state == TxnState::kAborted) continue;
      if (all[txn].state != TxnState::kCommitted) claimed.open_txn = txn;
    }
    claimed.external = commit.store == CommitStore::kExternal;
    at(commit, topic).commits.push_back(claimed);
  }
  for (const auto& [actor, topic, reset] : history.store().Resets())
    at(reset, topic).resets.push_back({moments.Of(actor, reset.at), Natural(reset.offset)});
  return claims;
}

}  // namespace kproof

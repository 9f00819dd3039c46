#include "audit/judge/claims.h"

#include <algorithm>
#include <limits>

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

std::vector<const Claimed*> Those(const std::vector<Claimed>& commits, bool also_undecided) {
  std::vector<const Claimed*> those;
  for (const auto& commit : commits) {
    if (commit.counts || also_undecided) those.push_back(&commit);
  }
  return those;
}

}  // namespace

// The lowest of `commits` that none of `counting` came after, and of what moved the group since; of
// what came before `until` or may have, where that is given.
std::optional<std::uint64_t> PlaceClaims::LastOf(const std::vector<const Claimed*>& of,
                                                 const std::vector<const Claimed*>& counting,
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
  for (const auto& move : moves) {
    if (&move != until) take(move.moment, move.offset);
  }
  return lowest;
}

// An undecided commit makes the claim higher only where it is the last, so it is asked of each what
// the claim would be with it.
std::optional<Claim> PlaceClaims::Last() const {
  const auto decided = Those(commits, false);
  const auto lowest = LastOf(Those(commits, true), decided, nullptr);
  if (!lowest) return std::nullopt;
  Claim claim{decided.empty() ? 0 : *lowest, *lowest};
  if (const auto without = LastOf(decided, decided, nullptr))
    claim.possible = std::max(claim.possible, *without);
  const auto latest = LatestOf(decided);
  auto undecided = Those(commits, true);
  std::erase_if(undecided, [&](const Claimed* commit) {
    return commit->counts || BeforeAny(commit->moment, latest);
  });
  std::sort(undecided.begin(), undecided.end(),
            [](const Claimed* a, const Claimed* b) { return a->offset > b->offset; });
  for (const auto* commit : undecided) {
    if (commit->offset <= claim.possible) break;
    auto with = decided;
    with.push_back(commit);
    claim.possible = std::max(claim.possible, LastOf(with, with, nullptr).value_or(0));
  }
  return claim;
}

RangeSet PlaceClaims::JumpedOver(std::uint64_t first) const {
  RangeSet over;
  for (const auto& move : moves) {
    if (!move.by_reset) continue;
    // Of those before it the last; of those of which nobody knows, any.
    std::vector<const Claimed*> before;
    for (const auto& commit : commits) {
      if (commit.counts && commit.moment.Before(move.moment)) before.push_back(&commit);
    }
    const auto stood = LastOf(Those(commits, true), before, &move).value_or(first);
    if (stood < move.offset) over.Add(Range{stood, move.offset});
  }
  return over;
}

std::optional<std::size_t> PlaceClaims::TimesPutBack(std::uint64_t offset,
                                                     const Moment& moment) const {
  std::size_t times = 0;
  for (const auto& move : moves) {
    if (!move.by_reset || move.offset > offset) continue;
    if (move.moment.Before(moment)) {
      ++times;
    } else if (!moment.Before(move.moment)) {
      return std::nullopt;
    }
  }
  return times;
}

std::vector<Range> PlaceClaims::SplitAtResets(Range offsets) const {
  std::vector<std::uint64_t> borders{offsets.first, offsets.end};
  for (const auto& move : moves) {
    if (move.by_reset && move.offset > offsets.first && move.offset < offsets.end)
      borders.push_back(move.offset);
  }
  std::sort(borders.begin(), borders.end());
  std::vector<Range> parts;
  for (std::size_t i = 0; i + 1 < borders.size(); ++i) {
    if (borders[i] < borders[i + 1]) parts.push_back({borders[i], borders[i + 1]});
  }
  return parts;
}

bool PlaceClaims::KnownBefore(const Moment& moment) const {
  return std::any_of(commits.begin(), commits.end(),
                     [&](const Claimed& commit) { return !moment.Before(commit.moment); }) ||
         std::any_of(unanswered.begin(), unanswered.end(),
                     [&](const Moment& commit) { return !moment.Before(commit); }) ||
         std::any_of(moves.begin(), moves.end(), [&](const Moved& move) {
           return move.by_reset && !moment.Before(move.moment);
         });
}

std::vector<std::pair<Claimed, Claimed>> PlaceClaims::Regressed() const {
  std::map<std::int64_t, std::vector<const Claimed*>> clocks;
  for (const auto* commit : Those(commits, false)) clocks[commit->moment.clock].push_back(commit);
  std::vector<std::pair<Claimed, Claimed>> regressed;
  for (auto& [clock, all] : clocks) {
    std::stable_sort(all.begin(), all.end(), [](const Claimed* a, const Claimed* b) {
      return a->moment.to < b->moment.to;
    });
    std::vector<RunMicros> latest;  // beginning of any up to here
    for (const auto* commit : all)
      latest.push_back(
          std::max(latest.empty() ? commit->moment.from : latest.back(), commit->moment.from));
    for (const auto* commit : all) {
      const auto end = std::lower_bound(
          all.begin(), all.end(), commit->moment.from,
          [](const Claimed* other, RunMicros at) { return other->moment.to < at; });
      if (end == all.begin()) continue;
      // Of those before it, none of which came after another: the lowest.
      const auto since = latest[static_cast<std::size_t>(end - all.begin()) - 1];
      const Claimed* before = nullptr;
      for (auto at = end; at != all.begin() && (*(at - 1))->moment.to >= since; --at) {
        if (before == nullptr || (*(at - 1))->offset < before->offset) before = *(at - 1);
      }
      if (before != nullptr && commit->offset < before->offset)
        regressed.emplace_back(*commit, *before);
    }
  }
  return regressed;
}

Moments::Moments(const History& history) {
  for (const auto& actor : history.actors()) {
    if (!actor.timed) untimed_.insert(actor.id);
  }
}

std::map<GroupPlace, PlaceClaims> ClaimsOf(const History& history) {
  const Moments moments(history);
  std::map<std::pair<std::int64_t, std::string>, TxnState> txns;  // actor, name
  for (const auto& txn : history.transactions().all())
    txns[{txn.row.actor, txn.row.txn.name}] = txn.state;
  std::map<GroupPlace, PlaceClaims> claims;
  const auto at = [&](const auto& fact, std::int64_t topic) -> PlaceClaims& {
    return claims[{{fact.cluster, fact.group}, {topic, fact.partition}}];
  };
  for (const auto& [actor, topic, commit] : history.store().Commits()) {
    if (commit.outcome == Outcome::kFailed) continue;
    Claimed claimed{actor, moments.Of(actor, commit.asked.value_or(commit.at), commit.at),
                    Natural(commit.offset)};
    if (commit.outcome == Outcome::kUnknown) {
      at(commit, topic).unanswered.push_back(claimed.moment);
      continue;
    }
    if (!commit.txn.empty()) {
      const auto txn = txns.find({actor, commit.txn});
      const auto state = txn == txns.end() ? TxnState::kOpen : txn->second;
      if (state == TxnState::kAborted) continue;
      claimed.counts = state == TxnState::kCommitted;
    }
    at(commit, topic).commits.push_back(claimed);
  }
  for (const auto& [actor, topic, reset] : history.store().Resets())
    at(reset, topic).moves.push_back({moments.Of(actor, reset.at), Natural(reset.offset), true});
  return claims;
}

}  // namespace kproof

#include "audit/judge/consumers/groups.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <tuple>

#include "audit/judge/consumers/added.h"
#include "audit/judge/consumers/outputs.h"
#include "audit/judge/topics/vague.h"

namespace kproof {
namespace {

// Where a member stood when, in the order in which they were written.
struct Stand {
  std::int64_t actor = 0;
  RunMicros at = 0;
  std::uint64_t offset = 0;
};

struct EffectRow {
  std::int64_t actor = 0;
  PartitionKey key;
  std::vector<Range> offsets;
  Moment moment;
};

class Loader {
 public:
  explicit Loader(const History& history) : history_(history), moments_(history) {}

  ConsumerGroups Load() {
    LoadClaims();
    LoadReads();
    LoadPositions();
    LoadOwed();
    for (auto& [id, rows] : effects_) Resolve(id, rows, groups_[id]);
    return std::move(groups_);
  }

 private:
  // Commits and effects.
  void LoadClaims() {
    claims_ = ClaimsOf(history_);
    for (const auto& row : history_.store().Commits())
      groups_[{row.commit.cluster, row.commit.group}].members.insert(row.actor);
    for (const auto& row : history_.store().Assignments()) {
      if (!row.assignment.group.empty())
        groups_[{row.assignment.cluster, row.assignment.group}].members.insert(row.actor);
    }
    history_.store().EachProcessed([&](const ProcessedRow& row) {
      const auto& processed = row.processed;
      const GroupId id{processed.cluster, processed.group};
      const PartitionKey key{row.topic, processed.partition};
      groups_[id].members.insert(row.actor);
      groups_[id].processes = true;
      EffectRow effects{row.actor, key, {}, moments_.Of(row.actor, processed.from, processed.to)};
      for (const auto& run : processed.offsets.Runs())
        effects.offsets.push_back({Natural(run.first), Natural(run.first) + run.count});
      effect_stands_[{id, key}].push_back({row.actor, processed.from, effects.offsets[0].first});
      effects_[id].push_back(std::move(effects));
      partitions_.insert(key);
    });
    LoadOutputs();
    runs_ = history_.store().Runs();
    for (const auto& row : runs_) {
      if (!row.run.group.empty())
        groups_[{row.run.cluster, row.run.group}].members.insert(row.actor);
    }
  }

  // When an effect came to stand in the log is not known.
  void LoadOutputs() {
    for (auto& outputs : OutputsOf(history_)) {
      auto& group = groups_[outputs.group];
      group.processes = true;
      group.unread[outputs.inputs].Add(RangeSet(outputs.maybe));
      effects_[outputs.group].push_back({outputs.actor, outputs.inputs, std::move(outputs.done),
                                         moments_.Of(outputs.actor, 0, history_.now())});
      partitions_.insert(outputs.inputs);
    }
  }

  void LoadReads() {
    for (const auto& row : runs_) run_by_id_[row.id] = &row;
    history_.store().EachRead([&](const ReadRow& row) {
      if (row.run) {
        const auto [first, fresh] = first_read_.try_emplace(*row.run, row.first_offset);
        if (!fresh) first->second = std::min(first->second, row.first_offset);
      }
      const auto key = history_.PlaceOf(row);
      if (partitions_.contains(key)) AppendPlaces(history_, row, reads_[key]);
    });
    for (auto& [key, pieces] : reads_) anybody_.emplace(key, Identities(std::move(pieces)));
  }

  // The first of `stands`; of actors whose times don't compare the highest of their firsts.
  std::uint64_t First(const std::vector<Stand>& stands) const {
    std::map<std::int64_t, Stand> first;  // by actor; those with the run's clock together
    for (const auto& stand : stands) {
      const auto clock = history_.HasClock(stand.actor) ? -1 : stand.actor;
      const auto [known, fresh] = first.try_emplace(clock, stand);
      if (fresh || stand.at > known->second.at) continue;
      if (stand.at == known->second.at && stand.offset <= known->second.offset) continue;
      known->second = stand;
    }
    std::uint64_t highest = 0;
    for (const auto& [who, stand] : first) highest = std::max(highest, stand.offset);
    return highest;
  }

  void LoadPositions() {
    for (auto& [id, group] : groups_) {
      std::map<PartitionKey, std::vector<Stand>> stands;
      for (const auto& row : runs_) {
        const bool of_it =
            row.run.group.empty() ? group.members.contains(row.actor) : row.run.group == id.second;
        if (!of_it) continue;
        const auto read = first_read_.find(row.id);
        const auto position =
            row.run.position && row.run.assignment
                ? row.run.position
                : (read == first_read_.end() ? std::nullopt : std::optional(read->second));
        if (!position) continue;
        const PartitionKey key{row.topic, row.run.partition};
        stands[key].push_back({row.actor, row.run.at, Natural(*position)});
        const auto claims = claims_.find({id, key});
        if (row.run.cause == RunCause::kAssigned && claims != claims_.end())
          claims->second.begun.push_back({moments_.Of(row.actor, row.run.at), Natural(*position)});
      }
      for (const auto& [where, effects] : effect_stands_) {
        if (where.first == id && !stands.contains(where.second)) stands[where.second] = effects;
      }
      for (const auto& [key, all] : stands) first_[{id, key}] = First(all);
    }
  }

  void LoadOwed() {
    std::map<GroupId, std::set<std::int64_t>> members;
    for (const auto& [id, group] : groups_) members[id] = group.members;
    const auto added = AddedPartitions(history_, members, claims_);
    for (const auto& [place, claims] : claims_) {
      const auto claim = claims.Claims();
      const auto known = first_.find(place);
      const auto whether = added.find(place);
      const bool is_new = whether != added.end() && whether->second != Added::kNo;
      const bool surely_new = is_new && whether->second == Added::kYes;
      if (!claim || (known == first_.end() && !is_new)) continue;
      const auto from = [](std::uint64_t first, const RangeSet& offsets) {
        return RangeSet(offsets.Inside({first, std::numeric_limits<std::uint64_t>::max()}));
      };
      auto& group = groups_[place.first];
      auto& owed = group.owed[place.second];
      if (surely_new) {
        owed = claim->certain;
      } else if (known != first_.end()) {
        owed = from(known->second, claim->certain);
      }
      if (history_.vague().InGroup(place.first, place.second)) owed = {};
      group.maybe_owed[place.second] =
          (is_new ? claim->possible : from(known->second, claim->possible)).Minus(owed);
    }
  }

  // What this actor, or this group where no actor is named, read of a partition.
  const Identities& ReadBy(std::optional<std::int64_t> actor, const GroupId& group,
                           PartitionKey key) {
    const auto known = by_.find({actor, group, key});
    if (known != by_.end()) return known->second;
    std::vector<PlacePiece> pieces;
    history_.store().EachRead([&](const ReadRow& row) {
      if (history_.PlaceOf(row) != key) return;
      const auto run = row.run ? run_by_id_.find(*row.run) : run_by_id_.end();
      const bool by_group = run != run_by_id_.end() && run->second->run.group == group.second;
      if (actor ? row.actor == *actor : by_group) AppendPlaces(history_, row, pieces);
    });
    return by_.emplace(std::tuple(actor, group, key), Identities(std::move(pieces))).first->second;
  }

  void Resolve(const GroupId& id, const std::vector<EffectRow>& rows, GroupHistory& group) {
    for (const auto& row : rows) {
      // Nobody knows in which of these it was done, as far as it is not known what was done.
      const auto others = history_.vague().OthersOf(row.key);
      const auto anybody = anybody_.find(row.key);
      if (anybody == anybody_.end()) {  // nobody read it, so nothing stands there
        for (const auto& key : others) group.unidentified[key].Add(RangeSet(row.offsets));
        continue;
      }
      for (const auto& offsets : row.offsets) {
        // Where nobody disagrees it makes no difference who is asked.
        const auto answer = anybody->second.At(offsets);
        Put(id, answer.one, row, group);
        for (const auto& part : answer.several.ranges()) ResolveDisputed(id, part, row, group);
        for (const auto& key : others) group.unidentified[key].Add(answer.none);
      }
      for (const auto& key : others) group.unidentified[key].Add(group.unidentified[row.key]);
    }
  }

  void ResolveDisputed(const GroupId& id, Range offsets, const EffectRow& row,
                       GroupHistory& group) {
    const auto own = ReadBy(row.actor, id, row.key).At(offsets);
    Put(id, own.one, row, group);
    group.unidentified[row.key].Add(own.several);
    for (const auto& part : own.none.ranges()) {
      const auto theirs = ReadBy(std::nullopt, id, row.key).At(part);
      Put(id, theirs.one, row, group);
      group.unidentified[row.key].Add(theirs.several);
      group.unidentified[row.key].Add(theirs.none);
    }
  }

  void Put(const GroupId& id, const std::vector<PlacePiece>& places, const EffectRow& row,
           GroupHistory& group) {
    const auto claims = claims_.find({id, row.key});
    const bool vague = history_.vague().Reset(id, row.key);
    for (const auto& place : places) {
      if (claims == claims_.end() || vague) {
        group.effects.push_back({row.actor, row.key.second, place, 0, false, vague});
        continue;
      }
      for (const auto& part : claims->second.SplitAtResets(place.offsets))
        group.effects.push_back({row.actor, row.key.second, place.Part(part),
                                 claims->second.TimesPutBack(part.first, row.moment),
                                 claims->second.HasResetBelow(part.first + 1)});
    }
  }

  const History& history_;
  const Moments moments_;
  ConsumerGroups groups_;
  std::map<GroupPlace, PlaceClaims> claims_;
  std::map<GroupPlace, std::uint64_t> first_;  // positions
  std::map<GroupId, std::vector<EffectRow>> effects_;
  std::map<std::pair<GroupId, PartitionKey>, std::vector<Stand>> effect_stands_;
  std::set<PartitionKey> partitions_;  // with effects
  std::vector<RunRow> runs_;
  std::map<std::int64_t, const RunRow*> run_by_id_;
  std::map<std::int64_t, std::int64_t> first_read_;  // by run
  std::map<PartitionKey, std::vector<PlacePiece>> reads_;
  std::map<PartitionKey, Identities> anybody_;
  std::map<std::tuple<std::optional<std::int64_t>, GroupId, PartitionKey>, Identities> by_;
};

}  // namespace

ConsumerGroups GroupsOf(const History& history) { return Loader(history).Load(); }

bool MayHideFacts(const History& history, const ConsumerGroups& groups, const GroupId& id) {
  const auto& group = groups.at(id);
  return std::any_of(history.actors().begin(), history.actors().end(), [&](const auto& actor) {
    if (!actor.MayLackFacts()) return false;
    if (group.members.contains(actor.id)) return true;
    return actor.kind.value_or(ActorKind::kConsumer) == ActorKind::kConsumer &&
           std::none_of(groups.begin(), groups.end(),
                        [&](const auto& other) { return other.second.members.contains(actor.id); });
  });
}

}  // namespace kproof

#include "tests/unit/audit/oracle_consumers.h"

#include <algorithm>

#include "tests/unit/audit/oracle_claims.h"
#include "tests/unit/audit/oracle_log.h"
#include "tests/unit/audit/oracle_stale.h"
#include "tests/unit/audit/oracle_topics.h"

namespace kproof {
namespace {

using Place = std::pair<std::int32_t, std::int64_t>;

class OracleConsumers {
 public:
  OracleConsumers(const OracleTopics& topics, const OracleTxns& txns, const OracleLog& log)
      : topics_(topics),
        events_(topics.events()),
        txns_(txns),
        log_(log),
        runs_(OracleRuns(events_)) {
    for (const auto& [record, places] : log.records()) {
      for (const auto& place : places) standing_[place].insert(record);
    }
    for (const auto& step : events_.steps) {
      groups_.insert(step.group);
      const bool tells = step.kind == ConsumerStep::kAssign ? events_.names_assignments
                                                            : step.kind != ConsumerStep::kSeek &&
                                                                  step.kind != ConsumerStep::kReset;
      if (tells) members_[step.group].names.insert(step.consumer);
    }
    for (const auto& group : groups_) members_[group].may_hide = MayHide(group);
  }

  void Count(OracleSays& says) {
    const auto add = [&](const char* name, std::uint64_t count, std::uint64_t doubts = 0) {
      if (count > 0) says.counts[name] += count;
      if (doubts > 0) says.doubts[name] += doubts;
    };
    const auto [rewound, maybe_rewound] = Rewound();
    add("rewound", rewound, maybe_rewound);
    add("skipped", Skipped());
    const auto [stale, maybe_stale] = OracleStale(events_, txns_, runs_, log_);
    add("stale", stale, maybe_stale);
    for (const auto& group : groups_) {
      const auto [again, maybe_again] = Again(Deliveries(group, false), group);
      const auto [unknown, maybe_unknown] = Again(Deliveries(group, true), group);
      add("redelivered", again, maybe_again + unknown + maybe_unknown);
      const auto effects = Effects(group);
      const auto [done, maybe_done] = Again(effects.of, group);
      add("reprocessed", done, maybe_done);
      const OracleClaims claims(events_, txns_, runs_, group, members_.at(group));
      const auto [regressed, maybe_regressed] = claims.Regressed();
      add("regressed", regressed, maybe_regressed);
      if (effects.any) {
        const auto [open, maybe_open] = Unprocessed(claims, group, effects);
        add("unprocessed", open, maybe_open);
      }
    }
  }

 private:
  static bool Unknown(std::int32_t partition) {
    return OracleTopicOf(partition) == kOracleUnknownPlace;
  }

  bool VagueReset(const std::string& group, std::int32_t partition) const {
    return std::any_of(events_.steps.begin(), events_.steps.end(), [&](const ConsumerStep& step) {
      return step.group == group && step.kind == ConsumerStep::kReset && Unknown(step.partition) &&
             OracleNumberOf(step.partition) == OracleNumberOf(partition);
    });
  }

  bool Hole(const std::string& consumer) const { return events_.never_closed.contains(consumer); }

  // A step back where nobody knows in which incarnation may lead from one to the next.
  std::pair<std::uint64_t, std::uint64_t> Rewound() const {
    std::uint64_t surely = 0, maybe = 0;
    for (const auto& run : runs_) {
      if (!run.stepped_back || Hole(run.consumer)) continue;
      ++(Unknown(run.partition) ? maybe : surely);
    }
    return {surely, maybe};
  }

  // Without a final pass nobody knows what retention, compaction or a deletion took.
  bool MayBeGone(std::int32_t partition) const {
    return !log_.HasFinalPass(partition) &&
           (events_.compacted || events_.retention_explains || events_.retention_bytes ||
            events_.records_deleted || topics_.Survived(partition) || topics_.Deleted(partition));
  }

  bool StandsAt(const Place& place, const Identity& record) const {
    const auto there = standing_.find(place);
    return there != standing_.end() && there->second.contains(record);
  }

  // Whether a record stands there that a reader of this isolation gets.
  bool Readable(const Place& place, Isolation isolation) const {
    const auto there = standing_.find(place);
    if (there == standing_.end()) return false;
    if (isolation == Isolation::kUncommitted) return true;
    return std::any_of(there->second.begin(), there->second.end(), [&](const Identity& record) {
      const auto state = txns_.Of(record);
      if ((state != OracleTxns::kNone && state != OracleTxns::kCommitted) || txns_.Resent(record))
        return false;
      return !log_.HasCommittedPass(place.first) || PassReturned(place, record);
    });
  }

  bool PassReturned(const Place& place, const Identity& record) const {
    return std::any_of(events_.reads.begin(), events_.reads.end(), [&](const ReadEvent& read) {
      return read.pass == Pass::kFinal && read.isolation == Isolation::kCommitted &&
             read.record == record && Place(read.partition, read.offset) == place &&
             std::any_of(events_.bounds.begin(), events_.bounds.end(), [&](const auto& b) {
               return b.isolation == Isolation::kCommitted && b.bounds.partition == place.first &&
                      b.bounds.start <= place.second && place.second < b.bounds.end;
             });
    });
  }

  std::uint64_t Skipped() const {
    std::set<std::tuple<std::string, std::int32_t, int, std::int64_t>> skipped;
    for (const auto& run : runs_) {
      if (!run.assignment || Hole(run.consumer) || MayBeGone(run.partition)) continue;
      std::optional<std::int64_t> highest;  // that still stands where it was returned
      for (const auto& [offset, record] : run.returned) {
        if (StandsAt({run.partition, offset}, record)) highest = offset;
      }
      if (!highest) continue;
      for (auto offset = *run.From(); offset < *highest; ++offset) {
        if (!ReturnedInAssignment(run, offset) && Readable({run.partition, offset}, run.isolation))
          skipped.emplace(run.consumer, run.partition, *run.assignment, offset);
      }
    }
    return skipped.size();
  }

  bool ReturnedInAssignment(const OracleRun& run, std::int64_t offset) const {
    return std::any_of(runs_.begin(), runs_.end(), [&](const OracleRun& other) {
      return other.consumer == run.consumer && other.partition == run.partition &&
             other.assignment == run.assignment && other.returned.contains(offset);
    });
  }

  using Steps = std::vector<const ConsumerStep*>;

  // `unknown`: in whichever incarnation.
  std::map<Place, Steps> Deliveries(const std::string& group, bool unknown) const {
    std::map<Place, Steps> deliveries;
    for (const auto& step : events_.steps) {
      if (step.group == group && step.kind == ConsumerStep::kRead &&
          Unknown(step.partition) == unknown)
        deliveries[{step.partition, step.offset}].push_back(&step);
    }
    return deliveries;
  }

  struct OracleEffects {
    bool any = false;
    std::map<Identity, Steps> of;
    std::set<Place> unidentified;
  };

  OracleEffects Effects(const std::string& group) const {
    OracleEffects effects;
    for (const auto& step : events_.steps) {
      if (step.group != group || step.kind != ConsumerStep::kProcess) continue;
      effects.any = true;
      if (const auto record = RecordOf(step)) {
        effects.of[*record].push_back(&step);
      } else {
        effects.unidentified.insert({step.partition, step.offset});
        if (!Unknown(step.partition)) continue;
        for (const auto& [place, records] : standing_) {
          if (place.second == step.offset &&
              OracleNumberOf(place.first) == OracleNumberOf(step.partition))
            effects.unidentified.insert(place);
        }
      }
    }
    return effects;
  }

  // Those beyond the first, and those that are only where they came before a reset or all after
  // it.
  //
  // Reading: a reset jumps back over what was delivered (or done) before at or above its offset,
  // wherever the group's offset stood; it forgives one more of each. What has no order to it may be
  // that one.
  template <typename What>
  std::pair<std::uint64_t, std::uint64_t> Again(const std::map<What, Steps>& all,
                                                const std::string& group) const {
    std::uint64_t surely = 0, maybe = 0;
    for (const auto& [what, steps] : all) {
      std::set<std::size_t> stretches;  // between resets, into which one of them surely falls
      std::size_t anywhere = 0;
      for (const auto* step : steps) {
        std::size_t before = 0;
        bool ordered = true;
        for (const auto& reset : events_.steps) {
          if (reset.kind != ConsumerStep::kReset || reset.group != group ||
              reset.partition != step->partition || reset.offset > step->offset)
            continue;
          if (Before(events_, MomentOf(reset), MomentOf(*step))) {
            ++before;
          } else if (!Before(events_, MomentOf(*step), MomentOf(reset))) {
            ordered = false;
          }
        }
        ordered ? static_cast<void>(stretches.insert(before)) : static_cast<void>(++anywhere);
      }
      const bool vague = std::any_of(steps.begin(), steps.end(), [&](const auto* step) {
        return VagueReset(group, step->partition);
      });
      const auto ordered = steps.size() - anywhere;
      const auto certain = vague || ordered == 0 ? 0 : ordered - stretches.size();
      surely += certain;
      maybe +=
          steps.size() - 1 - certain - (vague ? 0 : std::max<std::size_t>(stretches.size(), 1) - 1);
    }
    return {surely, maybe};
  }

  // By the consumer's own reads of that place, else its group's, else anybody's.
  std::optional<Identity> RecordOf(const ConsumerStep& effect) const {
    std::set<Identity> own, group, anybody;
    for (const auto& step : events_.steps) {
      if (step.kind != ConsumerStep::kRead || step.partition != effect.partition ||
          step.offset != effect.offset)
        continue;
      if (step.consumer == effect.consumer) own.insert(step.record);
      if (step.group == effect.group) group.insert(step.record);
    }
    for (const auto& read : events_.reads) {
      if (read.partition == effect.partition && read.offset == effect.offset)
        anybody.insert(read.record);
    }
    for (const auto* who : {&own, &group, &anybody}) {
      if (who->size() == 1) return *who->begin();
      if (who->size() > 1) return std::nullopt;
    }
    return std::nullopt;
  }

  // A consumer that never closed, of this group or of nobody knows which.
  bool MayHide(const std::string& group) const {
    for (const char* consumer : {"c-0", "c-1", "c-2"}) {
      if (!Hole(consumer)) continue;
      const bool known = std::any_of(members_.begin(), members_.end(), [&](const auto& entry) {
        return entry.second.names.contains(consumer);
      });
      const auto mine = members_.find(group);
      if (!known || (mine != members_.end() && mine->second.names.contains(consumer))) return true;
    }
    return false;
  }

  // A hole among the members makes each of them a doubt.
  std::pair<std::uint64_t, std::uint64_t> Unprocessed(const OracleClaims& claims,
                                                      const std::string& group,
                                                      const OracleEffects& effects) const {
    std::set<Identity> surely, maybe;
    for (const auto partition : claims.Partitions()) {
      if (MayBeGone(partition)) continue;
      const auto owed = claims.Of(partition);
      for (const auto& [place, records] : standing_) {
        if (place.first != partition) continue;
        for (const auto& record : records) {
          const auto state = txns_.Of(record);
          const bool expected = state == OracleTxns::kNone || state == OracleTxns::kCommitted;
          const auto& places = log_.records().at(record);
          const bool done = effects.of.contains(record) ||
                            std::any_of(places.begin(), places.end(), [&](const Place& p) {
                              return effects.unidentified.contains(p);
                            });
          if (!expected || done) continue;
          if (owed.surely.contains(place.second))
            (claims.Vague(partition) ? maybe : surely).insert(record);
          if (owed.maybe.contains(place.second)) maybe.insert(record);
        }
      }
    }
    for (const auto& record : surely) maybe.erase(record);
    if (members_.at(group).may_hide) return {0, surely.size() + maybe.size()};
    return {surely.size(), maybe.size()};
  }

  const OracleTopics& topics_;
  const EventList& events_;
  const OracleTxns& txns_;
  const OracleLog& log_;
  std::vector<OracleRun> runs_;
  std::map<Place, std::set<Identity>> standing_;
  std::set<std::string> groups_;
  std::map<std::string, OracleMembers> members_;
};

}  // namespace

std::vector<OracleRun> OracleRuns(const EventList& events) {
  struct Standing {
    std::optional<int> assignment;
    std::optional<std::int64_t> position;
    std::size_t run = 0;
    bool named = false;  // an id was told with its assignment
  };
  // Reading: who names no id goes on in the assignment that it has, and under no assignment in the
  // incarnation that came meanwhile.
  const auto goes_on = [](auto& mine, const ConsumerStep& step, std::int32_t partition) {
    return std::find_if(mine.begin(), mine.end(), [&](const auto& other) {
      return step.topic_id.empty() && !other.second.named && other.second.assignment &&
             other.first != partition && OracleNumberOf(other.first) == OracleNumberOf(partition);
    });
  };
  std::vector<OracleRun> runs;
  std::map<std::string, std::map<std::int32_t, Standing>> standing;
  int assignments = 0;
  const auto begin = [&](const ConsumerStep& step, std::int32_t partition, Standing& at,
                         bool back) {
    at.run = runs.size();
    runs.push_back({step.consumer,
                    step.group,
                    partition,
                    step.isolation,
                    at.assignment,
                    back,
                    at.assignment ? at.position : std::nullopt,
                    step.at,
                    {},
                    {},
                    step.kind == ConsumerStep::kAssign});
  };
  for (const auto& step : events.steps) {
    auto& mine = standing[step.consumer];
    if (step.kind == ConsumerStep::kAssign) {
      std::map<std::int32_t, Standing> now;
      for (const auto& [partition, position] : step.assigned) {
        const auto before = mine.find(partition);
        const bool stays = before != mine.end() && before->second.assignment;
        if (const auto other = goes_on(mine, step, partition);
            !stays && !position && other != mine.end()) {
          now[other->first] = other->second;
          if (before != mine.end()) now[partition] = before->second;
          continue;
        }
        Standing at = stays ? before->second
                            : Standing{assignments++, std::nullopt, 0, !step.topic_id.empty()};
        if (!stays || position) {
          at.position = position;
          begin(step, partition, at, false);
        }
        now[partition] = at;
      }
      mine = std::move(now);
    } else if (step.kind == ConsumerStep::kSeek) {
      const auto at = mine.find(step.partition);
      if (at == mine.end()) continue;
      at->second.position = step.offset;
      begin(step, step.partition, at->second, false);
    } else if (step.kind == ConsumerStep::kRead) {
      const bool fresh = !mine.contains(step.partition);
      auto& at = mine[step.partition];
      const bool back = at.position && step.offset < *at.position;
      if (back) at.position = step.offset;
      if (fresh || back) begin(step, step.partition, at, back && at.assignment);
      runs[at.run].returned[step.offset] = step.record;
      runs[at.run].when[step.offset] = step.at;
      at.position = step.offset + 1;
    }
  }
  return runs;
}

void CountConsumers(const OracleTopics& topics, const OracleTxns& txns, const OracleLog& log,
                    OracleSays& says) {
  OracleConsumers(topics, txns, log).Count(says);
}

}  // namespace kproof

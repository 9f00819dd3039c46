#include "tests/unit/audit/oracle_consumers.h"

#include <algorithm>

namespace kproof {
namespace {

using Place = std::pair<std::int32_t, std::int64_t>;
using ReadersLog = std::map<Identity, std::set<Place>>;

class OracleConsumers {
 public:
  OracleConsumers(const EventList& events, const OracleTxns& txns, const ReadersLog& log)
      : events_(events), txns_(txns), log_(log), runs_(OracleRuns(events)) {
    for (const auto& [record, places] : log) {
      for (const auto& place : places) standing_[place].insert(record);
    }
    for (const auto& b : events.bounds) {
      final_.insert(b.bounds.partition);
      if (b.isolation == Isolation::kCommitted) committed_final_.insert(b.bounds.partition);
    }
    for (const auto& step : events.steps) {
      groups_.insert(step.group);
      if (step.kind != ConsumerStep::kAssign && step.kind != ConsumerStep::kSeek)
        members_[step.group].insert(step.consumer);
    }
  }

  void Count(std::map<std::string, std::uint64_t>& counts) {
    const auto add = [&](const char* name, std::uint64_t count) {
      if (count > 0) counts[name] += count;
    };
    add("rewound", Rewound());
    add("skipped", Skipped());
    for (const auto& group : groups_) {
      add("redelivered", Redelivered(group));
      std::map<Identity, std::uint64_t> effects;
      std::set<Place> unidentified;
      bool processes = false;
      for (const auto& step : events_.steps) {
        if (step.group != group || step.kind != ConsumerStep::kProcess) continue;
        processes = true;
        if (const auto record = RecordOf(step)) {
          ++effects[*record];
        } else {
          unidentified.insert({step.partition, step.offset});
        }
      }
      for (const auto& [record, count] : effects) add("reprocessed", count - 1);
      if (processes && !MayHide(group))
        add("unprocessed", Unprocessed(group, effects, unidentified));
    }
  }

 private:
  bool Hole(const std::string& consumer) const { return events_.never_closed.contains(consumer); }

  std::uint64_t Rewound() const {
    return static_cast<std::uint64_t>(
        std::count_if(runs_.begin(), runs_.end(),
                      [&](const auto& run) { return run.stepped_back && !Hole(run.consumer); }));
  }

  // Without a final pass nobody knows what retention or compaction took.
  bool MayBeGone(std::int32_t partition) const {
    return !final_.contains(partition) && (events_.compacted || events_.retention_explains);
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
      return !committed_final_.contains(place.first) || PassReturned(place, record);
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

  std::uint64_t Redelivered(const std::string& group) const {
    std::map<Place, std::uint64_t> deliveries;
    for (const auto& step : events_.steps) {
      if (step.group == group && step.kind == ConsumerStep::kRead)
        ++deliveries[{step.partition, step.offset}];
    }
    std::uint64_t again = 0;
    for (const auto& [place, count] : deliveries) again += count - 1;
    return again;
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
        return entry.second.contains(consumer);
      });
      const auto mine = members_.find(group);
      if (!known || (mine != members_.end() && mine->second.contains(consumer))) return true;
    }
    return false;
  }

  struct Stand {
    std::string consumer;
    RunMicros at;
    std::int64_t offset;
  };

  std::optional<std::int64_t> FirstPosition(const std::string& group,
                                            std::int32_t partition) const {
    std::vector<Stand> stands;
    const auto members = members_.find(group);
    for (const auto& run : runs_) {
      const bool mine = members != members_.end() && members->second.contains(run.consumer);
      if (mine && run.partition == partition && run.From())
        stands.push_back({run.consumer, run.at, *run.From()});
    }
    if (stands.empty()) {
      for (const auto& step : events_.steps) {
        if (step.group == group && step.partition == partition &&
            step.kind == ConsumerStep::kProcess)
          stands.push_back({step.consumer, step.at, step.offset});
      }
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

  std::uint64_t Unprocessed(const std::string& group,
                            const std::map<Identity, std::uint64_t>& effects,
                            const std::set<Place>& unidentified) const {
    std::map<std::int32_t, std::int64_t> committed;
    for (const auto& step : events_.steps) {
      if (step.group != group || step.kind != ConsumerStep::kCommit ||
          step.outcome != Outcome::kAcked)
        continue;
      committed[step.partition] = std::max(committed[step.partition], step.offset);
    }
    std::set<Identity> open;
    for (const auto& [partition, end] : committed) {
      const auto first = FirstPosition(group, partition);
      if (!first || MayBeGone(partition)) continue;
      for (const auto& [place, records] : standing_) {
        if (place.first != partition || place.second < *first || place.second >= end) continue;
        open.insert(records.begin(), records.end());
      }
    }
    std::uint64_t count = 0;
    for (const auto& record : open) {
      const auto state = txns_.Of(record);
      const bool expected = state == OracleTxns::kNone || state == OracleTxns::kCommitted;
      const bool maybe = std::any_of(log_.at(record).begin(), log_.at(record).end(),
                                     [&](const Place& p) { return unidentified.contains(p); });
      count += expected && !maybe && !effects.contains(record) ? 1 : 0;
    }
    return count;
  }

  const EventList& events_;
  const OracleTxns& txns_;
  const ReadersLog& log_;
  std::vector<OracleRun> runs_;
  std::map<Place, std::set<Identity>> standing_;
  std::set<std::int32_t> final_, committed_final_;
  std::set<std::string> groups_;
  std::map<std::string, std::set<std::string>> members_;
};

}  // namespace

std::vector<OracleRun> OracleRuns(const EventList& events) {
  struct Standing {
    std::optional<int> assignment;
    std::optional<std::int64_t> position;
    std::size_t run = 0;
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
                    {}});
  };
  for (const auto& step : events.steps) {
    auto& mine = standing[step.consumer];
    if (step.kind == ConsumerStep::kAssign) {
      std::map<std::int32_t, Standing> now;
      for (const auto& [partition, position] : step.assigned) {
        const auto before = mine.find(partition);
        const bool stays = before != mine.end() && before->second.assignment;
        Standing at = stays ? before->second : Standing{assignments++, std::nullopt, 0};
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
      at.position = step.offset + 1;
    }
  }
  return runs;
}

void CountConsumers(const EventList& events, const OracleTxns& txns, const ReadersLog& log,
                    std::map<std::string, std::uint64_t>& counts) {
  OracleConsumers(events, txns, log).Count(counts);
}

}  // namespace kproof

// Records that a reader returned and that the log no longer holds at their place, because it was
// cut there and written anew, where the reader went on above it without going back and without
// having been told (KIP-320): it never saw what stands there now. A final pass says what does;
// where nothing does (the log's start moved, compaction, what an isolation hides) nothing is stale.
#include <algorithm>
#include <map>

#include "audit/judge/checker.h"
#include "audit/judge/read_logs.h"
#include "harness/base/wording.h"

namespace kproof {
namespace {

// A part of what a run returned: all of it still stands where it was, or none does and all of its
// places are taken by others.
struct Part {
  PlacePiece place;
  RunMicros from = 0, to = 0;
  bool stands = false;
};

class StaleReads {
 public:
  explicit StaleReads(const History& history) : history_(history) {
    for (const auto& actor : history.actors()) actors_[actor.id] = &actor;
    for (const auto& event : history.store().Events()) {
      if (event.kind == "client") troubles_[event.subject].push_back(event.at);
    }
  }

  CheckResult Count() {
    const auto& logs = history_.read_logs();
    for (const auto& [key, assignment] : logs.assignments()) {
      const auto place = std::get<PartitionKey>(key);
      if (!history_.Partition(place).final_pass) continue;
      for (const auto& run : assignment.runs) Judge(run, logs.Of(place));
    }
    if (hidden_ > 0) {
      result_.doubts.push_back(Counted(hidden_, "record was", "records were") +
                               " overwritten below readers that may lack facts: that they went "
                               "back could be missing");
    }
    return std::move(result_);
  }

 private:
  static std::vector<Part> PartsOf(const JudgedRun& run, const ReadLog& log) {
    std::vector<Part> parts;
    for (const auto& [piece, from, to] : run.pieces) {
      const auto& standing = log.Standing(piece);
      for (const auto& range : standing.Inside(piece.offsets))
        parts.push_back({piece.Part(range), from, to, true});
      for (const auto& gone : standing.Outside(piece.offsets)) {
        for (const auto& range : log.taken.Inside(gone))
          parts.push_back({piece.Part(range), from, to, false});
      }
    }
    return parts;
  }

  void Judge(const JudgedRun& run, const ReadLog& log) {
    auto parts = PartsOf(run, log);
    if (std::all_of(parts.begin(), parts.end(), [](const Part& part) { return part.stands; }))
      return;
    std::sort(parts.begin(), parts.end(), [](const Part& a, const Part& b) {
      return a.place.offsets.first > b.place.offsets.first;
    });
    const Part* above = nullptr;  // the next one that stands
    for (const auto& part : parts) {
      if (part.stands) {
        above = &part;
      } else if (above != nullptr && !WasTold(run, part.from, above->to)) {
        Take(part.place, run);
      }
    }
  }

  // Whether its client was told of trouble meanwhile. Notes are on the run's clock.
  bool WasTold(const JudgedRun& run, RunMicros from, RunMicros to) const {
    const auto actor = actors_.find(run.row.actor);
    if (actor == actors_.end()) return false;
    const auto troubles = troubles_.find(actor->second->name);
    if (troubles == troubles_.end()) return false;
    return !actor->second->timed ||
           std::any_of(troubles->second.begin(), troubles->second.end(),
                       [&](RunMicros at) { return from <= at && at <= to; });
  }

  void Take(const PlacePiece& place, const JudgedRun& run) {
    const auto actor = actors_.find(run.row.actor);
    if (actor != actors_.end() && actor->second->MayLackFacts()) {
      hidden_ += place.offsets.size();
      return;
    }
    Anomaly anomaly{place.stream, place.sequence, place.offsets.size(), run.row.run.partition,
                    static_cast<std::int64_t>(place.offsets.first)};
    if (actor != actors_.end()) anomaly.reader = actor->second->name;
    anomaly.group = run.row.run.group;
    result_.anomalies.push_back(anomaly);
  }

  const History& history_;
  std::map<std::int64_t, const ActorRow*> actors_;
  std::map<std::string, std::vector<RunMicros>> troubles_;
  CheckResult result_;
  std::uint64_t hidden_ = 0;
};

}  // namespace

bool LooksForStale(const History& history) {
  return LooksForSkipped(history) && !history.store().AllBounds().empty();
}

CheckResult CheckStale(const History& history) { return StaleReads(history).Count(); }

}  // namespace kproof

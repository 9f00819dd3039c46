// Records that a reader passed over within one assignment: they stand in the log between where a
// run began and the highest record that it returned and that still stands at its place (the log it
// went over is then the log that stands), its isolation may read them, and the reader returned
// nothing at their offsets in the whole assignment. Steps back and seeks forgive nothing that is
// never returned.
#include <algorithm>
#include <map>
#include <tuple>

#include "audit/judge/checker.h"
#include "audit/judge/places.h"
#include "harness/base/wording.h"

namespace kproof {
namespace {

struct JudgedRun {
  const RunRow* row = nullptr;
  std::vector<PlacePiece> pieces;  // what it returned
};

// All runs of one assignment of one partition.
struct Assignment {
  std::int64_t actor = 0;
  std::vector<JudgedRun> runs;
};
using AssignmentKey = std::tuple<std::int64_t, PartitionKey, std::uint64_t>;  // actor, number

// What stands in the log of one partition.
struct ReadLog {
  std::vector<PlacePiece> all, committed;  // for readers of either isolation
  std::map<std::pair<std::size_t, std::uint64_t>, RangeSet> lines;  // of all

  void Index() {
    for (const auto& piece : all) lines[{piece.stream, piece.line()}].Add(piece.offsets);
  }
  bool Holds(const PlacePiece& piece, std::uint64_t offset) const {
    const auto line = lines.find({piece.stream, piece.line()});
    return line != lines.end() && line->second.Contains(offset);
  }
};

class Skips {
 public:
  explicit Skips(const History& history) : history_(history), runs_(history.store().Runs()) {
    for (const auto& row : runs_) {
      if (!row.run.assignment) continue;
      const PartitionKey key{row.topic, row.run.partition};
      logs_[key];
      auto& assignment = assignments_[{row.actor, key, *row.run.assignment}];
      assignment.actor = row.actor;
      run_of_[row.id] = {&assignment, assignment.runs.size()};
      assignment.runs.push_back({&row, {}});
    }
  }

  CheckResult Count() {
    if (run_of_.empty()) return {};
    Load();
    std::map<std::int64_t, const ActorRow*> actors;
    for (const auto& actor : history_.actors()) actors[actor.id] = &actor;
    for (auto& [key, assignment] : assignments_) {
      const auto& place = std::get<PartitionKey>(key);
      if (!MayBeGone(history_, place))
        Judge(assignment, place, logs_.at(place), actors[assignment.actor]);
    }
    if (hidden_ > 0) {
      result_.doubts.push_back(Counted(hidden_, "record was", "records were") +
                               " passed over by readers that may lack facts");
    }
    return std::move(result_);
  }

 private:
  void Load() {
    const auto committed = CommittedPartitions(history_);
    history_.store().EachRead([&](const ReadRow& row) {
      const auto key = history_.PlaceOf(row);
      if (const auto run = row.run ? run_of_.find(*row.run) : run_of_.end(); run != run_of_.end())
        AppendPlaces(history_, row, run->second.first->runs[run->second.second].pieces);
      const auto log = logs_.find(key);
      if (log == logs_.end()) return;
      const auto& in_log = history_.LogOffsets(row);
      if (in_log.empty()) return;
      AppendPlaces(history_, row, in_log, log->second.all);
      if (row.isolation == Isolation::kCommitted || !committed.contains(key))
        AppendCommitted(row, in_log, log->second.committed);
    });
    for (auto& [key, log] : logs_) log.Index();
  }

  // Of transactional records those that committed, and not where a copy that did not may stand.
  void AppendCommitted(const ReadRow& row, const RangeSet& in_log,
                       std::vector<PlacePiece>& pieces) {
    const auto* txns = history_.transactions().Of(history_.IndexOf(row.stream));
    if (txns == nullptr) return AppendPlaces(history_, row, in_log, pieces);
    std::vector<PlacePiece> all;
    AppendPlaces(history_, row, in_log, all);
    for (const auto& piece : all) {
      RangeSet may({piece.sequences()});
      for (const auto* not_these : {&txns->open, &txns->unknown, &txns->aborted, &txns->resent})
        may = may.Minus(*not_these);
      for (const auto& part : may.ranges())
        pieces.push_back(piece.Part({piece.line() + part.first, piece.line() + part.end}));
    }
  }

  // The highest offset that it returned a record from that stands there; 0 when there is none.
  static std::uint64_t HighestStanding(const JudgedRun& run, const ReadLog& log) {
    std::uint64_t highest = 0;
    for (const auto& piece : run.pieces) {
      for (auto offset = piece.offsets.end; offset > piece.offsets.first && offset > highest + 1;) {
        if (log.Holds(piece, --offset)) {
          highest = offset;
          break;
        }
      }
    }
    return highest;
  }

  void Judge(const Assignment& assignment, PartitionKey place, const ReadLog& log,
             const ActorRow* actor) {
    RangeSet returned;
    for (const auto& run : assignment.runs) {
      for (const auto& piece : run.pieces) returned.Add(piece.offsets);
    }
    for (const auto& row : history_.unstamped()) {
      if (row.actor != assignment.actor || PartitionKey{row.topic, row.partition} != place)
        continue;
      for (const auto& run : row.offsets.Runs())
        returned.Add(Range{Natural(run.first), Natural(run.first) + run.count});
    }
    RangeSet counted;
    for (const auto& run : assignment.runs) {
      if (run.pieces.empty()) continue;
      auto from = run.pieces.front().offsets.first;
      for (const auto& piece : run.pieces) from = std::min(from, piece.offsets.first);
      if (run.row->run.position) from = std::min(from, Natural(*run.row->run.position));
      const auto to = HighestStanding(run, log);
      if (to <= from) continue;
      const bool committed = run.row->run.isolation == Isolation::kCommitted;
      for (const auto& piece : committed ? log.committed : log.all) {
        const Range over{std::max(piece.offsets.first, from), std::min(piece.offsets.end, to)};
        if (over.first >= over.end) continue;
        for (const auto& part : returned.Outside(over)) Take(piece.Part(part), run, actor, counted);
      }
    }
  }

  void Take(const PlacePiece& piece, const JudgedRun& run, const ActorRow* actor,
            RangeSet& counted) {
    for (const auto& part : counted.Outside(piece.offsets)) {
      if (actor != nullptr && actor->MayLackFacts()) {
        hidden_ += part.size();
        continue;
      }
      const auto over = piece.Part(part);
      Anomaly anomaly{over.stream, over.sequence, part.size(), run.row->run.partition,
                      static_cast<std::int64_t>(part.first)};
      anomaly.reader = actor != nullptr ? actor->name : "";
      anomaly.group = run.row->run.group;
      result_.anomalies.push_back(anomaly);
    }
    counted.Add(piece.offsets);
  }

  const History& history_;
  std::vector<RunRow> runs_;
  std::map<AssignmentKey, Assignment> assignments_;
  std::map<std::int64_t, std::pair<Assignment*, std::size_t>> run_of_;  // run's id
  std::map<PartitionKey, ReadLog> logs_;
  CheckResult result_;
  std::uint64_t hidden_ = 0;
};

}  // namespace

bool LooksForSkipped(const History& history) {
  const auto runs = history.store().Runs();
  return std::any_of(runs.begin(), runs.end(),
                     [](const auto& row) { return row.run.assignment.has_value(); });
}

CheckResult CheckSkipped(const History& history) { return Skips(history).Count(); }

}  // namespace kproof

// Records that a reader passed over within one assignment: they stand in the log between where a
// run began and the highest record that it returned and that still stands at its place (the log it
// went over is then the log that stands), its isolation may read them, and the reader returned
// nothing at their offsets in the entire assignment. Steps back and seeks forgive nothing that is
// never returned.
#include <algorithm>
#include <map>

#include "audit/judge/checker.h"
#include "audit/judge/consumers/read_logs.h"
#include "harness/base/wording.h"

namespace kproof {
namespace {

class Skips {
 public:
  explicit Skips(const History& history) : history_(history) {}

  CheckResult Count() {
    const auto& logs = history_.read_logs();
    for (const auto& [key, assignment] : logs.assignments()) {
      const auto& place = std::get<PartitionKey>(key);
      if (!MayBeGone(history_, place)) Judge(assignment, place, logs.Of(place));
    }
    if (hidden_ > 0) {
      result_.doubts.push_back(Counted(hidden_, "record was", "records were") +
                               " skipped by readers whose facts may be incomplete");
    }
    return std::move(result_);
  }

 private:
  // The highest offset that it returned a record from that stands there; 0 when there is none.
  static std::uint64_t HighestStanding(const JudgedRun& run, const ReadLog& log) {
    std::uint64_t highest = 0;
    for (const auto& [piece, from, to] : run.pieces) {
      for (auto offset = piece.offsets.end; offset > piece.offsets.first && offset > highest + 1;) {
        if (log.Holds(piece, --offset)) {
          highest = offset;
          break;
        }
      }
    }
    return highest;
  }

  void Judge(const JudgedAssignment& assignment, PartitionKey place, const ReadLog& log) {
    RangeSet returned;
    for (const auto& run : assignment.runs) {
      for (const auto& piece : run.pieces) returned.Add(piece.place.offsets);
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
      auto from = run.pieces.front().place.offsets.first;
      for (const auto& piece : run.pieces) from = std::min(from, piece.place.offsets.first);
      if (run.row.run.position) from = std::min(from, Natural(*run.row.run.position));
      const auto to = HighestStanding(run, log);
      if (to <= from) continue;
      const bool committed = run.row.run.isolation == Isolation::kCommitted;
      for (const auto& piece : committed ? log.committed : log.all) {
        const Range over{std::max(piece.offsets.first, from), std::min(piece.offsets.end, to)};
        if (over.first >= over.end) continue;
        for (const auto& part : returned.Outside(over)) Take(piece.Part(part), run, counted);
      }
    }
  }

  void Take(const PlacePiece& piece, const JudgedRun& run, RangeSet& counted) {
    for (const auto& part : counted.Outside(piece.offsets)) {
      if (history_.MayLackFacts(run.row.actor)) {
        hidden_ += part.size();
        continue;
      }
      const auto over = piece.Part(part);
      Anomaly anomaly{over.stream, over.sequence, part.size(), run.row.run.partition,
                      static_cast<std::int64_t>(part.first)};
      anomaly.reader = history_.NameOf(run.row.actor);
      anomaly.group = run.row.run.group;
      result_.anomalies.push_back(anomaly);
    }
    counted.Add(piece.offsets);
  }

  const History& history_;
  CheckResult result_;
  std::uint64_t hidden_ = 0;
};

CheckResult CheckSkipped(const History& history) { return Skips(history).Count(); }

}  // namespace

Checker SkippedChecker() { return {FindingKind::kSkipped, CheckSkipped, LooksForSkipped}; }

bool LooksForSkipped(const History& history) {
  const auto runs = history.store().Runs();
  return std::any_of(runs.begin(), runs.end(),
                     [](const auto& row) { return row.run.assignment.has_value(); });
}

}  // namespace kproof

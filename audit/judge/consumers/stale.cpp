// Records that a reader returned and that the log no longer holds at their place, because it was
// cut there and written anew, where the reader went on above it without going back to it and
// without having been told (KIP-320): it never saw what stands there now. A final pass says what
// does: another record, or nothing at a place that it went over and below which an earlier pass
// found the log's end. What a pass's isolation hides, or compaction or the log's start took, is
// never stale.
#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "audit/judge/checker.h"
#include "audit/judge/consumers/read_logs.h"
#include "harness/base/wording.h"

namespace kproof {
namespace {

class StaleReads {
 public:
  explicit StaleReads(const History& history) : history_(history) {}

  CheckResult Count() {
    const auto& logs = history_.read_logs();
    for (const auto& [key, assignment] : logs.assignments()) {
      const auto place = std::get<PartitionKey>(key);
      if (!history_.Partition(place).final_pass) continue;
      const auto& log = logs.Of(place);
      for (std::size_t run = 0; run < assignment.runs.size(); ++run) {
        for (const auto& piece : assignment.runs[run].pieces) {
          const auto cut = Cut(piece.place, place, log);
          for (const auto& part : cut.ranges())
            Judge(assignment, run, {piece.place.Part(part), piece.from, piece.to}, log);
        }
      }
    }
    if (hidden_ > 0) {
      result_.doubts.push_back(Counted(hidden_, "record was", "records were") +
                               " read and then overwritten, but facts of their readers may be "
                               "missing: they could have gone back");
    }
    return std::move(result_);
  }

 private:
  // The offsets at which the log was cut since.
  RangeSet Cut(const PlacePiece& piece, PartitionKey place, const ReadLog& log) const {
    RangeSet gone(log.Standing(piece).Outside(piece.offsets));
    if (gone.empty()) return gone;
    gone = gone.Minus(RangeSet({{0, Natural(history_.Partition(place).start.value_or(0))}}));
    auto cut = gone.And(log.uncommitted_passes.taken);
    cut.Add(gone.And(log.committed_passes.taken));
    if (!log.lowest_end) return cut;
    RangeSet hidden;  // from committed readers
    if (const auto* txns = history_.transactions().Of(piece.stream)) {
      for (const auto* set : {&txns->open, &txns->unknown, &txns->aborted}) {
        for (const auto& part : set->Inside(piece.sequences()))
          hidden.Add(Range{piece.line() + part.first, piece.line() + part.end});
      }
    }
    const auto past_end = gone.Minus(RangeSet({{0, *log.lowest_end}}));
    cut.Add(past_end.And(log.uncommitted_passes.over));
    cut.Add(past_end.And(log.committed_passes.over).Minus(hidden));
    return cut;
  }

  // Offset by offset: what was cut is little.
  void Judge(const JudgedAssignment& assignment, std::size_t run, const ReturnedPiece& cut,
             const ReadLog& log) {
    const auto& offsets = cut.place.offsets;
    for (auto offset = offsets.first; offset < offsets.end; ++offset) {
      const ReturnedPiece one{cut.place.Part({offset, offset + 1}), cut.from, cut.to};
      if (WentOn(assignment, run, one, log)) Take(one.place, assignment.runs[run]);
    }
  }

  bool WentOn(const JudgedAssignment& assignment, std::size_t run, const ReturnedPiece& cut,
              const ReadLog& log) const {
    const auto place = cut.place.offsets.first;
    auto position = place;  // that it had come to
    for (auto next = run; next < assignment.runs.size(); ++next) {
      const auto& then = assignment.runs[next];
      if (next != run) {
        const auto from = BeginningOf(then);
        if (from && *from < position) return false;
        position = from.value_or(position);
      }
      const ReturnedPiece* above = nullptr;
      std::uint64_t lowest = 0;
      for (const auto& piece : then.pieces) {
        const auto& of = piece.place.offsets;
        if (of.end <= place + 1) continue;
        const auto standing =
            log.Standing(piece.place).Inside({std::max(of.first, place + 1), of.end});
        if (standing.empty() || (above != nullptr && standing.front().first >= lowest)) continue;
        lowest = standing.front().first;
        above = &piece;
      }
      if (above != nullptr) return !WasTold(then, cut.from, above->to);
      for (const auto& piece : then.pieces) position = std::max(position, piece.place.offsets.end);
    }
    return false;
  }

  // Where it stood then; nothing: unknown, and it returned nothing.
  static std::optional<std::uint64_t> BeginningOf(const JudgedRun& run) {
    if (run.row.run.position) return Natural(*run.row.run.position);
    std::optional<std::uint64_t> lowest;
    for (const auto& piece : run.pieces)
      lowest = std::min(lowest.value_or(piece.place.offsets.first), piece.place.offsets.first);
    return lowest;
  }

  // Whether its client was told of trouble meanwhile. Notes are on the run's clock.
  bool WasTold(const JudgedRun& run, RunMicros from, RunMicros to) const {
    const auto& troubles = history_.TroublesOf(run.row.actor);
    return std::any_of(troubles.begin(), troubles.end(), [&](RunMicros at) {
      return !history_.HasClock(run.row.actor) || (from <= at && at <= to);
    });
  }

  void Take(const PlacePiece& place, const JudgedRun& run) {
    const auto offset = place.offsets.first;
    if (!counted_.emplace(run.row.actor, place.stream, place.sequence, offset).second) return;
    if (history_.MayLackFacts(run.row.actor)) {
      ++hidden_;
      return;
    }
    Anomaly anomaly{place.stream, place.sequence, 1, run.row.run.partition,
                    static_cast<std::int64_t>(offset)};
    anomaly.reader = history_.NameOf(run.row.actor);
    anomaly.group = run.row.run.group;
    result_.anomalies.push_back(anomaly);
  }

  const History& history_;
  // Actor, stream, sequence, offset.
  std::set<std::tuple<std::int64_t, std::size_t, std::uint64_t, std::uint64_t>> counted_;
  CheckResult result_;
  std::uint64_t hidden_ = 0;
};

bool LooksForStale(const History& history) {
  return LooksForSkipped(history) && !history.store().AllBounds().empty();
}

CheckResult CheckStale(const History& history) { return StaleReads(history).Count(); }

}  // namespace

Checker StaleChecker() { return {FindingKind::kStale, CheckStale, LooksForStale}; }

}  // namespace kproof

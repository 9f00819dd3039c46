#include "tests/unit/audit/oracle_stale.h"

#include <algorithm>

#include "tests/unit/audit/oracle_order.h"

namespace kproof {
namespace {

using Place = OracleLog::Place;

class Staleness {
 public:
  Staleness(const EventList& events, const OracleTxns& txns, const OracleLog& log)
      : events_(events), txns_(txns), log_(log) {}

  // Reading: final passes are the log as it stands now, whatever their times; without one nobody
  // knows what stands now.
  bool WasCut(const Place& place, const Identity& record) const {
    if (!log_.HasFinalPass(place.first) || place.second < log_.Start(place.first) ||
        log_.StandsAt(record, place))
      return false;
    return std::any_of(events_.bounds.begin(), events_.bounds.end(), [&](const auto& b) {
      if (b.bounds.partition != place.first) return false;
      return AnotherIn(b, place, record) ||
             (MayRead(b.isolation, record) && EndedBelow(place) && WentOver(b, place));
    });
  }

  // Within the assignment: without going back, and without a note, on to a record that stands where
  // it was returned.
  //
  // Reading: whoever moves forward, by a seek or by an assignment that the partition stays in, has
  // not gone back; whoever goes back has, however far.
  bool WentOn(const std::vector<OracleRun>& runs, std::size_t run, std::int64_t offset) const {
    const auto& first = runs[run];
    std::int64_t position = offset;
    for (auto next = run; next < runs.size(); ++next) {
      const auto& then = runs[next];
      if (then.consumer != first.consumer || then.partition != first.partition) continue;
      if (then.assignment != first.assignment) return false;
      if (next != run && then.From()) {
        if (*then.From() < position) return false;
        position = *then.From();
      }
      for (const auto& [higher, record] : then.returned) {
        if (higher > offset && log_.StandsAt(record, {then.partition, higher}))
          return !ToldBetween(first.consumer, first.when.at(offset), then.when.at(higher));
        position = higher + 1;
      }
    }
    return false;
  }

 private:
  // Reading: hidden is a record at whose offset the pass returned nothing.
  bool MayRead(Isolation isolation, const Identity& record) const {
    const auto state = txns_.Of(record);
    return isolation == Isolation::kUncommitted || state == OracleTxns::kNone ||
           state == OracleTxns::kCommitted;
  }

  bool AnotherIn(const BoundsEvent& pass, const Place& place, const Identity& record) const {
    const auto there = [&](const auto& read) {
      return read.pass == Pass::kFinal && read.isolation == pass.isolation &&
             Place(read.partition, read.offset) == place && log_.Stands(read);
    };
    return std::any_of(events_.reads.begin(), events_.reads.end(),
                       [&](const auto& read) { return read.record != record && there(read); }) ||
           std::any_of(events_.foreign.begin(), events_.foreign.end(), there);
  }

  // Never where compaction may have taken the record: the log may have ended there before the
  // record was written.
  bool EndedBelow(const Place& place) const {
    return !events_.compacted &&
           std::any_of(events_.bounds.begin(), events_.bounds.end(), [&](const auto& b) {
             return b.bounds.partition == place.first && b.isolation == Isolation::kUncommitted &&
                    b.bounds.end <= place.second;
           });
  }

  static bool WentOver(const BoundsEvent& pass, const Place& place) {
    const auto& b = pass.bounds;
    return b.start <= place.second && place.second < std::min(b.end, b.position.value_or(b.end));
  }

  // Reading: a note whose time does not compare with the reader's may be from between.
  bool ToldBetween(const std::string& reader, RunMicros from, RunMicros to) const {
    const OracleMoment first{reader, from, from}, last{reader, to, to};
    return std::any_of(
        events_.client_notes.begin(), events_.client_notes.end(), [&](const auto& n) {
          const OracleMoment note{"", n.at, n.at};
          return n.actor == reader && !Before(events_, note, first) && !Before(events_, last, note);
        });
  }

  const EventList& events_;
  const OracleTxns& txns_;
  const OracleLog& log_;
};

}  // namespace

std::pair<std::uint64_t, std::uint64_t> OracleStale(const EventList& events, const OracleTxns& txns,
                                                    const std::vector<OracleRun>& runs,
                                                    const OracleLog& log) {
  const Staleness staleness(events, txns, log);
  std::set<std::tuple<std::string, Place, Identity>> surely, maybe;
  for (std::size_t run = 0; run < runs.size(); ++run) {
    if (!runs[run].assignment) continue;
    for (const auto& [offset, record] : runs[run].returned) {
      const Place place(runs[run].partition, offset);
      if (!staleness.WasCut(place, record) || !staleness.WentOn(runs, run, offset)) continue;
      const bool hole = events.never_closed.contains(runs[run].consumer);
      (hole ? maybe : surely).emplace(runs[run].consumer, place, record);
    }
  }
  return {surely.size(), maybe.size()};
}

}  // namespace kproof

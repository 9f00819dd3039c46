// What a reader of this process finds goes to its spool, and onto its live page.
//
// Not thread-safe.
#pragma once

#include <cstdint>
#include <optional>

#include "audit/facts/found_tracker.h"
#include "harness/agent/process.h"
#include "harness/kafka/incoming_record.h"
#include "harness/stamp/stamp.h"

namespace kproof {

class FoundRecords {
 public:
  FoundRecords(AgentProcess& process, Pass pass, Isolation isolation);

  // The place that comes next in the numbering of IncomingRecord::place.
  void AddPlace(const ReadPlace& place) { tracker_.AddPlace(place.topic, place.partition); }
  std::size_t places() const { return tracker_.places(); }

  // The stamp of a record; nothing: it has none that we know.
  static std::optional<Stamp> StampOf(const IncomingRecord& record);
  // A record with its stamp. `run`: that of the reader which it belongs to (audit/facts/flow.h).
  void Take(const IncomingRecord& record, const Stamp& stamp, RunMicros now, std::int64_t wall_us,
            std::optional<std::uint64_t> run = std::nullopt);
  // A record without one.
  void TakeForeign(const IncomingRecord& record) {
    tracker_.TakeForeign(record.place, record.offset);
  }

  // Write to the spool what can't grow any more because its second is over, or everything.
  void FlushOlderThan(RunMicros now) { tracker_.FlushOlderThan(now); }
  void Flush() { tracker_.Flush(); }

 private:
  AgentProcess& process_;
  FoundTracker tracker_;
};

}  // namespace kproof

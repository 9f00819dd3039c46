// Makes facts of the records that a reader finds: who sent each, at which offset it was, and
// whether its value is intact.
//
// Not thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "audit/facts/tracker.h"
#include "harness/agent/process.h"
#include "harness/kafka/incoming_record.h"
#include "harness/stamp/stamp.h"

namespace kproof {

class FoundRecords {
 public:
  FoundRecords(AgentProcess& process, Pass pass, Isolation isolation);

  // The place that comes next in the numbering of IncomingRecord::place.
  void AddPlace(const ReadPlace& place);
  std::size_t places() const { return places_.size(); }

  // The stamp of a record; nothing: it has none that we know.
  static std::optional<Stamp> StampOf(const IncomingRecord& record);
  // A record with its stamp. `run`: that of the reader which it belongs to (audit/facts/flow.h).
  void Take(const IncomingRecord& record, const Stamp& stamp, RunMicros now, std::int64_t wall_us,
            std::optional<std::uint64_t> run = std::nullopt);
  // A record without one.
  void TakeForeign(const IncomingRecord& record);

  // Write to the spool what can't grow any more because its second is over, or everything.
  void FlushOlderThan(RunMicros now);
  void Flush();

 private:
  struct Place {
    ReadPlace where;
    std::uint32_t checksum = 0;  // of the topic's name
    std::optional<std::uint64_t> run;
    OffsetRun foreign;
  };
  ReadSource SourceOf(const Place& place, const Stamp& stamp);
  std::int32_t NumberOfSentTopic(std::uint32_t checksum);
  StreamId StreamOf(const Place& place, const ReadSource& source) const;
  void FlushForeign(Place& place);

  AgentProcess& process_;
  Pass pass_;
  Isolation isolation_;
  std::vector<Place> places_;
  std::map<std::uint32_t, std::string> known_topics_;  // by checksum
  std::vector<std::string> sent_topics_;  // of records found elsewhere, by ReadSource::sent_topic
  std::map<std::uint32_t, std::int32_t> sent_topic_numbers_;  // by checksum
  ReadTracker tracker_;
};

}  // namespace kproof

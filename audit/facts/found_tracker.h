// Makes facts of the records that a reader finds: who sent each, at which offset it was, and
// whether its value is intact.
//
// Not thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "audit/facts/flow.h"
#include "audit/facts/tracker.h"
#include "harness/stamp/stamp.h"

namespace kproof {

class FoundTracker {
 public:
  struct Emit {
    std::function<void(const StreamId&, const ReadSpan&, std::optional<std::uint64_t> run)> read;
    std::function<void(const StreamId&, const CorruptRead&)> corrupt;
    std::function<void(const ForeignRead&)> foreign;
  };
  FoundTracker(std::string cluster, Pass pass, Isolation isolation, Emit emit);

  // A topic that stamps may mean, which say its checksum alone.
  void Know(const std::string& topic);
  // The place that comes next: places are numbered from 0.
  void AddPlace(const std::string& topic, std::int32_t partition);
  std::size_t places() const { return places_.size(); }

  // A record with its stamp. `run`: that of the reader which it belongs to (flow.h).
  void Take(std::size_t place, std::int64_t offset, const Stamp& stamp, std::uint32_t value_crc32c,
            RunMicros now, std::int64_t wall_us, std::optional<std::uint64_t> run = std::nullopt);
  // A record without one.
  void TakeForeign(std::size_t place, std::int64_t offset);

  // Emit what can't grow any more because its second is over, or everything; foreign offsets
  // always.
  void FlushOlderThan(RunMicros now);
  void Flush();

 private:
  struct Place {
    std::string topic;
    std::int32_t partition = 0;
    std::uint32_t checksum = 0;  // of the topic's name
    std::optional<std::uint64_t> run;
    OffsetRun foreign;
  };
  ReadSource SourceOf(const Place& place, const Stamp& stamp);
  std::int32_t NumberOfSentTopic(std::uint32_t checksum);
  StreamId StreamOf(const Place& place, const ReadSource& source) const;
  void FlushForeign(Place& place);

  std::string cluster_;
  Emit emit_;
  std::vector<Place> places_;
  std::map<std::uint32_t, std::string> known_topics_;  // by checksum
  std::vector<std::string> sent_topics_;  // of records found elsewhere, by ReadSource::sent_topic
  std::map<std::uint32_t, std::int32_t> sent_topic_numbers_;  // by checksum
  ReadTracker tracker_;
};

}  // namespace kproof

// Reads the partitions of an agent's topics with one client and spools what was found where.
//
// Not thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/agent/found_records.h"
#include "harness/agent/metadata_refresh.h"
#include "harness/agent/process.h"
#include "harness/kafka/consumer_client.h"

namespace kproof {

// Of a reader in no group.
ClientConfig ReaderClient(const AgentConfig& config, Isolation isolation);

class Reading {
 public:
  Reading(AgentProcess& process, const ClientConfig& client, Pass pass, Isolation isolation);

  const std::vector<ReadPlace>& places() const { return places_; }
  void Start(std::size_t place, std::optional<std::int64_t> offset) { client_.Read(place, offset); }
  // Adds the partitions that topics got since, and gives the number of the first one added. Brokers
  // that don't answer by the deadline tell of none.
  std::size_t TakeNewPartitions(Deadline deadline);
  // What the final pass is to cover, for each place; nothing where no broker answered before the
  // deadline.
  std::vector<std::optional<Bounds>> QueryBounds(Deadline deadline);
  void Poll(Duration timeout);
  // Writes all open facts to the spool.
  void End();

  // Every place has given a record or its end.
  bool Positioned() const;
  // The client has said that there is nothing more at or past `end`.
  bool ReachedEnd(std::size_t place, std::int64_t end) const { return progress_[place].end >= end; }
  // The place can't be read any further: what was to be read next is no longer in the log. Final
  // passes end there.
  bool BrokeOff(std::size_t place) const { return progress_[place].lost_its_place; }
  // Everything from `start` up to this offset has been delivered.
  std::int64_t Position(std::size_t place, std::int64_t start) const;

 private:
  struct Progress {
    std::int64_t next = -1;       // offset after the last record; -1: none yet
    std::int64_t end = -1;        // where the partition last ended; -1: not known
    std::string error;            // the last one reported
    bool lost_its_place = false;  // the offset to read next is no longer in the log
  };
  void OnRecord(const IncomingRecord& record);
  void OnError(std::size_t place, const std::string& what);
  void Resume(std::size_t place);

  AgentProcess& process_;
  Pass pass_;
  std::vector<ReadPlace> places_;
  std::vector<Progress> progress_;
  RunMicros now_ = 0;  // when the records that are served now arrived
  std::int64_t wall_us_ = 0;
  bool clock_is_due_ = true;
  FoundRecords found_;
  MetadataRefresh refresh_;
  ConsumerClient client_;  // last: its events need the rest
};

}  // namespace kproof

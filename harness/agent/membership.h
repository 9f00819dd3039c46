// A member of a consumer group: reads its partitions, processes each record, and makes facts of all
// that.
//
// Processing a record means writing its effect to the spool, 5 ms after the record was handed over
// at the latest. librdkafka considers a record done from the hand-over on and may commit it: a
// member that is killed in between leaves a committed record without an effect, as applications
// with enable.auto.commit=true do. The spool has effects before the answers to commits that cover
// them, and before partitions that are given back are committed.
//
// Not thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "audit/facts/run_tracker.h"
#include "harness/agent/config.h"
#include "harness/agent/found_records.h"
#include "harness/agent/handed_over.h"
#include "harness/agent/process.h"
#include "harness/kafka/group_client.h"

namespace kproof {

class Membership {
 public:
  Membership(AgentProcess& process, const ConsumerConfig& config, const ClientConfig& client);

  // It was given an assignment, which may be empty.
  bool joined() const { return joined_; }
  // Throws Error when the client can't go on.
  void Poll(Duration timeout);
  // Gives its partitions back, commits, leaves the group, writes everything to the spool.
  void Leave();

 private:
  struct Place {
    PlaceId id;
    HandedOver handed_over;
  };
  void OnRecord(const IncomingRecord& record);
  void OnAssignment(const GroupAssignment& assignment);
  void OnCommit(const CommitAnswer& answer);
  void OnTrouble(const std::string& what);
  Place& PlaceOf(std::size_t number);
  PlaceId IdOf(const ReadPlace& place) const;
  void WriteEffects();

  AgentProcess& process_;
  std::string group_;
  Isolation isolation_;
  bool joined_ = false;
  RunMicros began_ = 0;
  RunMicros next_write_ = 0;
  std::string trouble_;  // the last one reported
  std::vector<Place> places_;
  RunTracker runs_;
  FoundRecords found_;
  ProcessedTracker effects_;
  GroupClient client_;  // last: its events need the rest
};

}  // namespace kproof

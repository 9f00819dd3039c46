// A member of a consumer group: reads its partitions, works on each record, commits as its policy
// says, and makes facts of all that.
//
// The effect of a record takes place when it is in the member's spool, which is a file apart from
// Kafka: what a SIGKILL leaves there was done, and what it does not leave was not. It is written
// 5 ms after the work at the latest, and before any commit that covers it is asked for. A client
// that commits by itself considers a record done from the hand-over on: a member that is killed in
// between leaves a committed record without an effect, as applications with enable.auto.commit=true
// do.
//
// Not thread-safe.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "audit/facts/run_tracker.h"
#include "harness/agent/commit/crash_point.h"
#include "harness/agent/commit/policy.h"
#include "harness/agent/commit/processing.h"
#include "harness/agent/config.h"
#include "harness/agent/found_records.h"
#include "harness/agent/handed_over.h"
#include "harness/agent/process.h"
#include "harness/kafka/group_client.h"

namespace kproof {

class Membership final : private Member {
 public:
  Membership(AgentProcess& process, const ConsumerConfig& config, const ClientConfig& client);

  // It was given an assignment, which may be empty.
  bool joined() const { return joined_; }
  // Throws Error when the client can't go on.
  void Poll(Duration timeout);
  // Finishes what it has in hand, commits, gives its partitions back, leaves the group, writes
  // everything to the spool.
  void Leave();
  // Why it has not crashed although its configuration asks for that; "": it does not.
  std::string MissedCrash() const { return crash_.Missed(); }

 private:
  struct Place {
    ReadPlace where;
    PlaceId id;
    HandedOver handed_over;
    std::int64_t next = 0;  // after the last record that was handed over
    // Commits without an answer, with the times at which they were asked for.
    std::deque<std::pair<std::int64_t, RunMicros>> asked = {};
  };
  // -- what its policy asks for
  void Effect(const Task& task) override;
  void Commit(const DoneBelows& done) override;
  void CommitLater(const DoneBelows& done) override;
  void StoredOutside(const std::vector<Task>& tasks, const DoneBelows& done,
                     RunMicros asked) override;
  const ReadPlace& PlaceAt(std::size_t number) const override { return places_[number].where; }
  RunMicros Now() const override { return process_.clock.Now(); }
  // -- what its client tells
  void OnRecord(const IncomingRecord& record);
  void OnRevoked(const std::vector<ReadPlace>& places, bool lost);
  void OnAssignment(const GroupAssignment& assignment);
  void OnCommit(const CommitAnswer& answer);
  void OnTrouble(const std::string& what);

  void HandOver();
  void OnWorked(const Task& task);
  void AddEffect(const Task& task, RunMicros now);
  void TellCommit(const CommitAnswer& answer, RunMicros asked, RunMicros now,
                  CommitStore store = CommitStore::kKafka);
  std::vector<DoneBelow> Named(const DoneBelows& done) const;
  Place* FindPlace(const ReadPlace& place);
  Place& PlaceOf(std::size_t number);
  void WriteEffects();
  void MindIdling(RunMicros now);
  void CrashIf(CrashAt at);
  [[noreturn]] void Crash();

  AgentProcess& process_;
  const std::string group_;
  const Isolation isolation_;
  const bool commits_by_itself_, listens_;
  const std::size_t poll_;  // records
  bool joined_ = false, worked_ = false;
  RunMicros began_ = 0;
  RunMicros next_write_ = 0;
  RunMicros idle_since_ = 0;
  std::string trouble_;  // the last one reported
  std::vector<Place> places_;
  std::vector<Task> received_, in_hand_;
  RunTracker runs_;
  FoundRecords found_;
  ProcessedTracker effects_;
  CrashPoint crash_;
  std::unique_ptr<CommitPolicy> policy_;
  Processing work_;
  GroupClient client_;  // last: its events need the rest
};

}  // namespace kproof

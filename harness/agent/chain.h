// A member of a group that makes one record of each that it reads, and commits what it made and how
// far it read in one transaction: read, process, write, exactly once (KIP-98, KIP-447).
//
// Before a partition is taken away the open transaction is aborted: with the assignment of the next
// owner its offsets would be refused (ILLEGAL_GENERATION), and without a word to librdkafka's
// thread that changes assignments, offsets of the old one could be committed with records of the
// new one. After every transaction that is not known to have committed the member goes back to
// where the group's offsets stand.
//
// Without a transaction it is the unsafe twin: it waits until what it made was delivered, and then
// commits how far it read. What it did since its last commit is made again by whoever goes on.
//
// Not thread-safe.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "audit/facts/run_tracker.h"
#include "harness/agent/config.h"
#include "harness/agent/found_records.h"
#include "harness/agent/life.h"
#include "harness/agent/process.h"
#include "harness/agent/transactions.h"
#include "harness/kafka/group_client.h"

namespace kproof {

class ChainMember {
 public:
  ChainMember(AgentProcess& process, const ConsumerConfig& config, const ClientConfig& reader,
              const ClientConfig& writer);

  // It was given an assignment, which may be empty.
  bool joined() const { return joined_; }
  // Throws Error when the reader can't go on.
  void Poll(Duration timeout);
  RunMicros last_record() const { return last_record_; }  // when one was read last
  // Why it has not crashed as it was asked to; "": it was not.
  std::string MissedCrash() const;
  // Ends the open transaction, leaves the group, writes everything to the spool.
  void Leave();

 private:
  // What was read and is kept until its output was delivered.
  struct Held {
    std::size_t place = 0;
    std::int64_t offset = 0;
    std::string value, key, stamp;
    bool has_key = false;
  };
  void OnRecord(const IncomingRecord& record);
  void OnAssignment(const GroupAssignment& assignment);
  void OnRevoke(const std::vector<ReadPlace>& leaving);
  void OnTrouble(const std::string& what);
  std::size_t NumberOf(std::size_t place);
  void MakeOutput(const Held& held);
  TxnAnswer SendOffsets(Duration limit);
  void Ended(std::optional<TxnOutcome> outcome);
  void Forget();
  void Commit();
  void CommitAlone();
  void TakeBackAlone();
  void FlushFacts();
  void CrashAlone(CrashAt at);
  void TellCommit(const DoneBelow& done, Outcome outcome, RunMicros asked, const std::string& txn);
  void GoBack();
  void NewLife();
  bool Urgent() const;

  AgentProcess& process_;
  const ConsumerConfig& config_;
  const ClientConfig writer_;  // of each life
  const ProducerConfig output_;
  const std::uint32_t origin_;
  std::uint32_t next_life_;
  bool joined_ = false;
  std::string trouble_;  // the last one reported
  std::vector<PlaceId> places_;
  std::int32_t partitions_ = 1;  // of the topic that it writes to
  RunTracker runs_;
  FoundRecords found_;
  std::optional<ProducerTransactions> transactions_;
  CrashPoint crash_;  // without transactions
  std::unique_ptr<ProducerLife> life_;
  // Of the open transaction:
  std::deque<Held> held_;
  std::map<std::size_t, std::int64_t> from_, to_;  // by place: its first offset, one past its last
  RunMicros began_ = 0;                            // when its first record was read
  // Places that are to be read again, from there; nothing: from where the group's offset stands.
  std::map<std::size_t, std::optional<std::int64_t>> back_to_;
  std::map<std::size_t, std::int64_t> first_;  // that was ever read of each place
  std::vector<std::deque<Held>> abandoned_;    // whose deliveries did not come
  bool fresh_ = false;                         // the last one held was not worked on yet
  RunMicros last_record_ = 0;
  GroupClient client_;  // last: its events need the rest
};

}  // namespace kproof

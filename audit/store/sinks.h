// The writing side of a run's audit store, divided by what is written: whoever writes gets the
// narrowest of these, and its signature says what it can add. StoreWriter is all of them.
// docs/audit-store.md describes each column.
//
// Thread-safe: each call takes the store's lock; a StoreTransaction holds it until it ends.
// Whatever SQLite refuses (disk full, file not ours) comes as Error with the file's path in it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "audit/facts/facts.h"
#include "audit/facts/flow.h"
#include "audit/store/run_facts.h"

namespace kproof {

// What a StoreTransaction asks of any sink.
class TransactionalSink {
 public:
  virtual ~TransactionalSink() = default;

 private:
  friend class StoreTransaction;
  virtual void Begin() = 0;  // takes the store's lock, which the other two give back
  virtual void Commit() = 0;
  virtual void RollBack() noexcept = 0;
};

// All writes between construction and Commit() become visible together, or not at all.
class StoreTransaction {
 public:
  explicit StoreTransaction(TransactionalSink& sink) : sink_(sink) {
    sink.Begin();
    open_ = true;
  }
  ~StoreTransaction() {  // rolls back what was not committed
    if (open_) sink_.RollBack();
  }
  StoreTransaction(const StoreTransaction&) = delete;
  StoreTransaction& operator=(const StoreTransaction&) = delete;
  void Commit() {
    sink_.Commit();
    open_ = false;
  }

 private:
  TransactionalSink& sink_;
  bool open_ = false;
};

// What a run says of itself: scenario (resolved YAML), seed, versions, requirements …
class RunKeySink : public virtual TransactionalSink {
 public:
  // Keys are in run_keys.h. Writing a key again replaces it.
  virtual void SetRun(const std::string& key, const std::string& value) = 0;
};

// What happened: phases, problems, disturbances, states.
class EventSink : public virtual TransactionalSink {
 public:
  virtual void Add(const EventFact& event) = 0;
};

// What the nemesis does, and what happens meanwhile.
class FaultSink : public virtual EventSink {
 public:
  // Inserts when `fault.id` is 0 and sets it; else replaces.
  virtual void Put(FaultFact& fault) = 0;
};

// Which topics there are, and the settings of brokers, topics and clients.
class SettingSink : public virtual TransactionalSink {
 public:
  virtual void AddTopic(const TopicFact& topic) = 0;
  virtual void Add(const SettingFact& setting) = 0;
};

// What is seen of clusters: topics, settings, leaders, logs, replicas, and what happens to nodes.
class ClusterSink : public virtual EventSink, public virtual SettingSink {
 public:
  using EventSink::Add;
  using SettingSink::Add;
  virtual void Add(const LogLine& line) = 0;
  virtual void Add(const PartitionState& state) = 0;
  virtual void Add(const QuorumState& state) = 0;
  // With its differences.
  virtual void Add(const ReplicaFact& replica) = 0;
};

// What clients did with records: sends, reads, commits, transactions, and what records hold.
class RecordSink : public virtual TransactionalSink {
 public:
  // -- actors
  virtual void OpenActor(const Actor& actor, RunMicros at) = 0;
  virtual void CloseActor(const std::string& actor, RunMicros at) = 0;
  // Facts of this actor are missing or may be; `why` says what was found.
  virtual void AddHole(const std::string& actor, const std::string& why) = 0;
  // The times of this actor's facts only order its own facts.
  virtual void MarkUntimed(const std::string& actor) = 0;

  // -- sends and reads
  // A stream and its sent mark: sequences 0 … sent - 1 were handed to the client. Never lowers a
  // mark.
  virtual void PutStream(const std::string& actor, const StreamId& stream, std::uint64_t sent) = 0;
  virtual void Add(const std::string& actor, const StreamId& stream, const SettledSpan& span) = 0;
  virtual void Add(const std::string& actor, Pass pass, Isolation isolation, const StreamId& stream,
                   const ReadSpan& span,
                   std::optional<std::int64_t> run = std::nullopt) = 0;  // see AddRun
  virtual void Add(const std::string& actor, Pass pass, Isolation isolation, const StreamId& stream,
                   const CorruptRead& read) = 0;
  virtual void Add(const std::string& actor, Pass pass, Isolation isolation,
                   const ForeignRead& read) = 0;
  virtual void Add(const std::string& actor, Isolation isolation, const Bounds& bounds) = 0;

  // -- readers, groups and transactions
  // Returns the id that its reads are added with. A run that is there already keeps its id.
  virtual std::int64_t AddRun(const std::string& actor, const ReadRun& run) = 0;
  // The id of a run that was added by its number. Throws Error(kCorrupt) when there is none.
  virtual std::int64_t FindRun(const std::string& actor, std::uint64_t number) = 0;
  // Inserts, or adds what is new: first times of asking stay, a later outcome replaces.
  virtual void Put(const std::string& actor, const TxnFact& txn) = 0;
  // These records were sent in the actor's transaction `txn`, which need not be known yet.
  virtual void AddTxnRecords(const std::string& actor, const std::string& txn,
                             const StreamId& stream, std::uint64_t first_sequence,
                             std::uint64_t count) = 0;
  virtual void Add(const std::string& actor, const Processed& processed) = 0;
  virtual void Add(const std::string& actor, const GroupCommit& commit) = 0;
  virtual void Add(const std::string& actor, const GroupReset& reset) = 0;
  virtual void Add(const std::string& actor, const Assignment& assignment) = 0;

  // -- what records hold and are made from
  virtual void Add(const StreamId& stream, const KeySpan& keys) = 0;
  virtual void Add(const std::string& actor, const FoundKey& key) = 0;
  virtual void Add(const StreamId& stream, const MadeFrom& made) = 0;
  // Of records that are sent to the stream from now on: the most that was ever reported counts. A
  // stream for which nothing was reported has none.
  virtual void Put(const StreamId& stream, const Largest& largest) = 0;
};

// What agents spool or publish, and how far it has been taken over, in the same transaction.
class SpoolSink : public virtual RecordSink, public virtual EventSink, public virtual SettingSink {
 public:
  using EventSink::Add;
  using RecordSink::Add;
  using SettingSink::Add;
  // Records of the stream from `sequence` on were created in this second since 1970.
  virtual void AddEventTime(const StreamId& stream, std::uint64_t sequence,
                            std::int64_t second) = 0;
  // Whatever the producer created before is settled and reported. Never goes back.
  virtual void SetProgress(const std::string& actor, std::int64_t created_us) = 0;
  // Of a spool: bytes; 0 for one never seen.
  virtual std::uint64_t SpoolPosition(const std::string& spool) = 0;
  virtual void SetSpoolPosition(const std::string& spool, std::uint64_t bytes) = 0;
};

}  // namespace kproof

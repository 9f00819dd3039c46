// The writing side of a run's audit store: one SQLite file (WAL, STRICT tables), append-only facts.
// docs/audit-store.md describes each column.
//
// Thread-safe: each call takes the store's lock; a Transaction holds it until it ends. Whatever
// SQLite refuses (disk full, file not ours) comes as Error with the file's path in it.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "audit/facts/facts.h"
#include "audit/facts/flow.h"
#include "audit/store/replica_facts.h"
#include "audit/store/run_facts.h"
#include "audit/store/run_keys.h"
#include "audit/store/window_row.h"

namespace kproof {

class StoreWriter {
 public:
  // Creates the store; throws Error when `path` exists. `made_by`: a word of run_keys.h.
  static std::unique_ptr<StoreWriter> Create(const std::string& path,
                                             const std::string& made_by = made_by::kRun);
  // Opens one that exists, to go on writing; throws Error(kCorrupt) when it is foreign, damaged or
  // of another version, Error(kUsage) when it is sealed.
  static std::unique_ptr<StoreWriter> Open(const std::string& path);
  ~StoreWriter();

  // All writes between construction and Commit() become visible together, or not at all.
  class Transaction {
   public:
    explicit Transaction(StoreWriter& store);
    ~Transaction();  // rolls back what was not committed
    void Commit();

   private:
    StoreWriter& store_;
    std::unique_lock<std::recursive_mutex> lock_;
    bool open_ = false;
  };

  // -- about the run
  // Scenario (resolved YAML), seed, versions, requirements …: keys in docs/audit-store.md. Writing
  // a key again replaces it.
  void SetRun(const std::string& key, const std::string& value);
  void AddTopic(const TopicFact& topic);
  void Add(const EventFact& event);
  void Add(const LogLine& line);
  void Add(const PartitionState& state);
  void Add(const QuorumState& state);
  void Add(const SettingFact& setting);
  // With its differences.
  void Add(const ReplicaFact& replica);
  // Inserts when `fault.id` is 0 and sets it; else replaces.
  void Put(FaultFact& fault);

  // -- about records
  void OpenActor(const Actor& actor, RunMicros at);
  void CloseActor(const std::string& actor, RunMicros at);
  // Facts of this actor are missing or may be; `why` says what was found.
  void AddHole(const std::string& actor, const std::string& why);
  // A stream and its sent mark: sequences 0 … sent - 1 were handed to the client. Never lowers a
  // mark.
  void PutStream(const std::string& actor, const StreamId& stream, std::uint64_t sent);
  void Add(const std::string& actor, const StreamId& stream, const SettledSpan& span);
  void Add(const std::string& actor, Pass pass, Isolation isolation, const StreamId& stream,
           const ReadSpan& span, std::optional<std::int64_t> run = std::nullopt);  // see AddRun
  void Add(const std::string& actor, Pass pass, Isolation isolation, const StreamId& stream,
           const CorruptRead& read);
  void Add(const std::string& actor, Pass pass, Isolation isolation, const ForeignRead& read);
  void Add(const std::string& actor, Isolation isolation, const Bounds& bounds);

  // -- about readers, groups and transactions
  // The times of this actor's facts only order its own facts.
  void MarkUntimed(const std::string& actor);
  // Returns the id that its reads are added with. A run that is there already keeps its id.
  std::int64_t AddRun(const std::string& actor, const ReadRun& run);
  // The id of a run that was added by its number. Throws Error(kCorrupt) when there is none.
  std::int64_t FindRun(const std::string& actor, std::uint64_t number);
  // Inserts, or adds what is new: first times of asking stay, a later outcome replaces.
  void Put(const std::string& actor, const TxnFact& txn);
  // These records were sent in the actor's transaction `txn`, which need not be known yet.
  void AddTxnRecords(const std::string& actor, const std::string& txn, const StreamId& stream,
                     std::uint64_t first_sequence, std::uint64_t count);
  void Add(const std::string& actor, const Processed& processed);
  void Add(const std::string& actor, const GroupCommit& commit);
  void Add(const std::string& actor, const GroupReset& reset);
  void Add(const std::string& actor, const Assignment& assignment);

  // -- about what records hold and are made from
  void Add(const StreamId& stream, const KeySpan& keys);
  void Add(const std::string& actor, const FoundKey& key);
  void Add(const StreamId& stream, const MadeFrom& made);
  // Of records that are sent to the stream from now on: the most that was ever said counts. A
  // stream of which nobody says it has none.
  void Put(const StreamId& stream, const Largest& largest);
  // Keys help with compacted topics alone: those of the others go.
  void KeepKeysOf(
      const std::function<bool(const std::string& cluster, const std::string& topic)>& compacted);

  // -- from audit topics (docs/audit-topics.md)
  // Records of the stream from `sequence` on were created in this second since 1970.
  void AddEventTime(const StreamId& stream, std::uint64_t sequence, std::int64_t second);
  // Whatever the producer created before is settled and told. Never goes back.
  void SetProgress(const std::string& actor, std::int64_t created_us);
  // Inserts or replaces the row of this window, stream and reader.
  void Put(const WindowRow& row);

  // -- how far spools and audit topics have been taken over, in the same transaction as the facts
  std::uint64_t SpoolPosition(const std::string& spool);  // bytes; 0 for one never seen
  void SetSpoolPosition(const std::string& spool, std::uint64_t bytes);

 private:
  struct Impl;
  explicit StoreWriter(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace kproof

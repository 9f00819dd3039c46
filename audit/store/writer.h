// The writing side of a run's audit store: one SQLite file (WAL, STRICT tables), append-only facts.
//
// Belongs to whoever creates or opens the file; others get one of the sinks of sinks.h, which say
// what each function means.
//
// Thread-safe: each call takes the store's lock; a transaction holds it until it ends. Whatever
// SQLite refuses (disk full, file not ours) comes as Error with the file's path in it.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "audit/store/run_keys.h"
#include "audit/store/sinks.h"
#include "audit/store/window_row.h"

namespace kproof {

class StoreWriter final : public RunKeySink,
                          public FaultSink,
                          public ClusterSink,
                          public SpoolSink {
 public:
  using Transaction = StoreTransaction;

  // Creates the store; throws Error when `path` exists. `made_by`: a word of run_keys.h.
  static std::unique_ptr<StoreWriter> Create(const std::string& path,
                                             const std::string& made_by = made_by::kRun);
  // Opens one that exists, to go on writing; throws Error(kCorrupt) when it is foreign, damaged or
  // of another version, Error(kUsage) when it is sealed.
  static std::unique_ptr<StoreWriter> Open(const std::string& path);
  ~StoreWriter() override;

  // RunKeySink
  void SetRun(const std::string& key, const std::string& value) override;

  // EventSink, FaultSink
  void Add(const EventFact& event) override;
  void Put(FaultFact& fault) override;

  // SettingSink, ClusterSink
  void AddTopic(const TopicFact& topic) override;
  void Add(const SettingFact& setting) override;
  void Add(const LogLine& line) override;
  void Add(const PartitionState& state) override;
  void Add(const QuorumState& state) override;
  void Add(const ReplicaFact& replica) override;

  // RecordSink
  void OpenActor(const Actor& actor, RunMicros at) override;
  void CloseActor(const std::string& actor, RunMicros at) override;
  void AddHole(const std::string& actor, const std::string& why) override;
  void MarkUntimed(const std::string& actor) override;
  void PutStream(const std::string& actor, const StreamId& stream, std::uint64_t sent) override;
  void Add(const std::string& actor, const StreamId& stream, const SettledSpan& span) override;
  void Add(const std::string& actor, Pass pass, Isolation isolation, const StreamId& stream,
           const ReadSpan& span, std::optional<std::int64_t> run = std::nullopt) override;
  void Add(const std::string& actor, Pass pass, Isolation isolation, const StreamId& stream,
           const CorruptRead& read) override;
  void Add(const std::string& actor, Pass pass, Isolation isolation,
           const ForeignRead& read) override;
  void Add(const std::string& actor, Isolation isolation, const Bounds& bounds) override;
  std::int64_t AddRun(const std::string& actor, const ReadRun& run) override;
  std::int64_t FindRun(const std::string& actor, std::uint64_t number) override;
  void Put(const std::string& actor, const TxnFact& txn) override;
  void AddTxnRecords(const std::string& actor, const std::string& txn, const StreamId& stream,
                     std::uint64_t first_sequence, std::uint64_t count) override;
  void Add(const std::string& actor, const Processed& processed) override;
  void Add(const std::string& actor, const GroupCommit& commit) override;
  void Add(const std::string& actor, const GroupReset& reset) override;
  void Add(const std::string& actor, const Assignment& assignment) override;
  void Add(const StreamId& stream, const KeySpan& keys) override;
  void Add(const std::string& actor, const FoundKey& key) override;
  void Add(const StreamId& stream, const MadeFrom& made) override;
  void Put(const StreamId& stream, const Largest& largest) override;

  // SpoolSink
  void AddEventTime(const StreamId& stream, std::uint64_t sequence, std::int64_t second) override;
  void SetProgress(const std::string& actor, std::int64_t created_us) override;
  std::uint64_t SpoolPosition(const std::string& spool) override;
  void SetSpoolPosition(const std::string& spool, std::uint64_t bytes) override;

  // -- of the owner alone
  // Keys help with compacted topics alone: those of the others go.
  void KeepKeysOf(
      const std::function<bool(const std::string& cluster, const std::string& topic)>& compacted);
  // Inserts or replaces the row of this window, stream and reader (docs/audit-topics.md).
  void Put(const WindowRow& row);

 private:
  struct Impl;
  explicit StoreWriter(std::unique_ptr<Impl> impl);
  void Begin() override;
  void Commit() override;
  void RollBack() noexcept override;

  std::unique_ptr<Impl> impl_;
};

}  // namespace kproof

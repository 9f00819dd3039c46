// Facts as the judge asks for them: rows as values.
//
// A store is one source of them (reader.h). The judge may put a layer between, which tells some of
// them otherwise (judge/incarnations.h). Not thread-safe: one thread for each, and Second() gives
// another thread one of its own. Everything throws
// Error(kCorrupt) when a store turns out damaged.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "audit/store/rows.h"
#include "audit/store/run_facts.h"

namespace kproof {

class FactReader {
 public:
  virtual ~FactReader() = default;

  virtual std::map<std::string, std::string> Run() const = 0;
  virtual std::vector<ActorRow> Actors() const = 0;
  // Of one name several where several ids were told; one without an id is then any of them.
  virtual std::vector<TopicRow> Topics() const = 0;
  virtual std::vector<StreamRow> Streams() const = 0;
  virtual void EachSettled(const std::function<void(const SettledRow&)>& take,
                           const RowRanges& rows = {RowRange{}}) const = 0;
  virtual void EachRead(const std::function<void(const ReadRow&)>& take,
                        const RowRanges& rows = {RowRange{}},
                        ReadColumns columns = ReadColumns::kAll) const = 0;
  // The stream of each span, with its row.
  virtual void EachRow(SpanTable table, const std::function<void(const SpanRow&)>& take) const = 0;
  // Each (topic, partition, offset) once, by stream, partition and sequence.
  virtual void EachCorrupt(const std::function<void(const CorruptRow&)>& take) const = 0;
  virtual std::vector<UnstampedRow> Unstamped() const = 0;
  virtual std::vector<BoundsRow> AllBounds() const = 0;
  virtual std::vector<FaultFact> Faults() const = 0;  // in the order in which they began
  virtual std::vector<PartitionState> PartitionStates() const = 0;  // in order of time
  virtual std::vector<QuorumState> QuorumStates() const = 0;        // in order of time
  virtual std::vector<EventFact> Events() const = 0;                // in order of time
  virtual std::vector<LogLine> LogLines() const = 0;                // in order of time
  virtual std::vector<SettingFact> Settings() const = 0;
  virtual std::vector<ReplicaRow> Replicas() const = 0;  // empty in stores of version 1
  // Empty in stores of version 1. In the order in which they were written, spans and commits of
  // one actor therefore in that of its time.
  virtual std::vector<RunRow> Runs() const = 0;
  virtual std::vector<TxnRow> Txns() const = 0;
  virtual std::vector<TxnRecordsRow> TxnRecords() const = 0;
  virtual void EachProcessed(const std::function<void(const ProcessedRow&)>& take) const = 0;
  virtual std::vector<CommitRow> Commits() const = 0;
  virtual std::vector<ResetRow> Resets() const = 0;
  virtual std::vector<AssignmentRow> Assignments() const = 0;
  // Keys of streams' records, and those that readers found at places.
  virtual void EachKey(const std::function<void(const KeyRow&)>& take) const = 0;
  virtual void EachFoundKey(const std::function<void(const FoundKeyRow&)>& take) const = 0;
  // What records were made from; empty in stores of versions below 4.
  virtual std::vector<MadeFromRow> MadeFrom() const = 0;
  // A second reader of exactly the same facts, for another thread; it may outlive this one. Nothing
  // where there is none, or where the store is smaller than `from_bytes`.
  virtual std::unique_ptr<FactReader> Second([[maybe_unused]] std::uint64_t from_bytes) const {
    return nullptr;
  }
};

}  // namespace kproof

// The reading side of an audit store: rows as values, and never a change to the file.
//
// Not thread-safe: one thread for each reader. Everything throws Error(kCorrupt) when the file
// turns out damaged.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "audit/store/fact_reader.h"
#include "audit/store/window_row.h"

namespace kproof {

class Database;
class Statement;

class StoreReader : public FactReader {
 public:
  // Throws Error(kCorrupt) for a store that is missing, foreign, damaged or of another version.
  static std::unique_ptr<StoreReader> Open(const std::string& path);
  // `sealed`: known to be, whatever its permissions say (seal.h).
  static std::unique_ptr<StoreReader> Open(const std::string& path, bool sealed);
  ~StoreReader() override;

  std::map<std::string, std::string> Run() const override;
  std::vector<ActorRow> Actors() const override;
  std::vector<TopicRow> Topics() const override;
  std::vector<StreamRow> Streams() const override;
  void EachSettled(const std::function<void(const SettledRow&)>& take,
                   const RowRanges& rows = {RowRange{}}) const override;
  void EachRead(const std::function<void(const ReadRow&)>& take,
                const RowRanges& rows = {RowRange{}},
                ReadColumns columns = ReadColumns::kAll) const override;
  void EachRow(SpanTable table, const std::function<void(const SpanRow&)>& take) const override;
  void EachCorrupt(const std::function<void(const CorruptRow&)>& take) const override;
  std::vector<UnstampedRow> Unstamped() const override;
  std::vector<BoundsRow> AllBounds() const override;
  std::vector<FaultFact> Faults() const override;
  std::vector<PartitionState> PartitionStates() const override;
  std::vector<QuorumState> QuorumStates() const override;
  std::vector<EventFact> Events() const override;
  std::vector<LogLine> LogLines() const override;
  std::vector<SettingFact> Settings() const override;
  std::vector<ReplicaRow> Replicas() const override;
  std::vector<RunRow> Runs() const override;
  std::vector<TxnRow> Txns() const override;
  std::vector<TxnRecordsRow> TxnRecords() const override;
  void EachProcessed(const std::function<void(const ProcessedRow&)>& take) const override;
  std::vector<CommitRow> Commits() const override;
  std::vector<ResetRow> Resets() const override;
  std::vector<AssignmentRow> Assignments() const override;
  void EachKey(const std::function<void(const KeyRow&)>& take) const override;
  void EachFoundKey(const std::function<void(const FoundKeyRow&)>& take) const override;
  // Nothing while a write-ahead log may grow: the second one would see more.
  std::unique_ptr<FactReader> Second(std::uint64_t from_bytes) const override;
  // -- what only exports and `kproof audit` look at
  std::vector<MadeFromRow> MadeFrom() const override;
  void EachEventTime(const std::function<void(const EventTimeRow&)>& take) const;
  std::map<std::int64_t, std::int64_t> Progress() const;  // actor → microseconds since 1970
  std::vector<WindowRow> Windows() const;                 // in order of time, stream and reader

 private:
  StoreReader(const std::string& path, bool sealed);
  void Each(const std::string& sql, const std::function<void(Statement&)>& take) const;
  // For `sql` with the parameters ?1 and ?2: first and last row.
  void Each(const std::string& sql, const RowRanges& rows,
            const std::function<void(Statement&)>& take) const;
  // Small stores are mostly read by preparing statements. One that has run to its end is kept for
  // the next time; within its own rows the same one is prepared anew.
  std::unique_ptr<Statement> Prepared(const std::string& sql) const;
  void Keep(const std::string& sql, std::unique_ptr<Statement> statement) const;
  const char* TopicIdColumn() const;
  const char* PartsColumn() const { return version_ < 6 ? "NULL" : "parts"; }  // of `read`

  std::unique_ptr<Database> database_;
  mutable std::unordered_map<std::string, std::unique_ptr<Statement>> idle_;
  std::int64_t version_ = 0;
  bool sealed_ = false;
};

}  // namespace kproof

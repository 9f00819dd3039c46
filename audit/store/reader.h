// The reading side of an audit store: rows as values, and never a change to the file.
//
// Not thread-safe: one thread for each reader. Everything throws Error(kCorrupt) when the file
// turns out damaged.
#pragma once

#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "audit/facts/facts.h"
#include "audit/store/flow_rows.h"
#include "audit/store/replica_facts.h"
#include "audit/store/run_facts.h"
#include "audit/store/window_row.h"

namespace kproof {

class Database;
class Statement;

struct ActorRow {
  std::int64_t id = 0;
  std::string name, cluster, client;
  std::optional<ActorKind> kind;  // nothing: it never said
  std::optional<RunMicros> opened, closed;
  std::vector<std::string> holes;  // why facts are missing or may be
  bool timed = true;               // false: its times only order its own facts

  // Opened and never closed, or known to have lost facts. One that never opened is trusted to be
  // complete.
  bool MayLackFacts() const { return (opened && !closed) || !holes.empty(); }
  // It said when it opened. What said neither that nor when it closed has both at one moment.
  bool ToldLife() const { return opened && (!closed || *closed > *opened); }
};

struct TopicRow {
  std::int64_t id = 0;
  std::string cluster, name;
  std::optional<std::int64_t> partitions, replication;  // nothing: nobody described it
  std::string topic_id = {};                            // "": nobody said
};

struct StreamRow {
  std::int64_t id = 0;
  std::optional<std::int64_t> actor;  // who sent it; nothing: nobody said so
  std::int64_t topic = 0;
  StreamId key;
  std::uint64_t sent = 0;
  std::optional<Largest> largest;  // nothing: nobody said how large its records are
};

struct SettledRow {
  std::int64_t stream = 0;
  Outcome outcome = Outcome::kAcked;
  std::uint64_t first_sequence = 0, count = 0;
  std::optional<std::int64_t> first_offset, last_offset;
  std::string_view packed_offsets, packed_latency;  // live as long as the call they came with
  RunMicros from = 0, to = 0;
  Pulse pulse;
  Digest digest;
  std::int32_t error = 0;             // the client's code; 0 for acked
  std::optional<std::int64_t> topic;  // that took them, where its id was told

  OffsetRun Offsets() const;  // empty where none were told
};

struct ReadRow {
  std::int64_t stream = 0, actor = 0;
  std::optional<std::int64_t> run;  // id of its RunRow; nothing: nobody looked where it stood
  Pass pass = Pass::kLive;
  Isolation isolation = Isolation::kUncommitted;
  std::int32_t partition = 0;         // where they were found
  std::optional<std::int64_t> topic;  // likewise; nothing: the stream's
  std::uint64_t first_sequence = 0, count = 0;
  std::int64_t first_offset = 0, last_offset = 0;
  std::string_view packed_offsets;  // lives as long as the call it came with
  RunMicros from = 0, to = 0;
  Pulse pulse;
  Digest digest;

  OffsetRun Offsets() const;
};

struct KeyRow {
  std::int64_t stream = 0;
  KeySpan span;
};

struct FoundKeyRow {
  std::int64_t topic = 0;
  FoundKey key;
};

struct MadeFromRow {
  std::int64_t stream = 0, topic = 0;
  kproof::MadeFrom span;
};

struct CorruptRow {
  std::int64_t stream = 0;
  CorruptRead read;
};

struct UnstampedRow {
  std::int64_t actor = 0, topic = 0;
  Pass pass = Pass::kLive;
  Isolation isolation = Isolation::kUncommitted;
  std::int32_t partition = 0;
  OffsetRun offsets;
};

struct BoundsRow {
  std::int64_t actor = 0, topic = 0;
  Isolation isolation = Isolation::kUncommitted;
  Bounds bounds;
};

struct EventTimeRow {
  std::int64_t stream = 0;
  std::uint64_t sequence = 0;
  std::int64_t second = 0;  // since 1970, by the producer's clock
};

// Rows of a span table by their numbers, which ascend as they were written.
struct RowRange {
  std::int64_t first = 0;
  std::int64_t last = std::numeric_limits<std::int64_t>::max();
};
using RowRanges = std::vector<RowRange>;

enum class SpanTable { kSettled, kRead };

// What is asked of a row of `read`: everything, or only whose records stand where (`actor`, `run`,
// times and digest are left as they are by default).
enum class ReadColumns { kAll, kPlaces };

class StoreReader {
 public:
  // Throws Error(kCorrupt) for a store that is missing, foreign, damaged or of another version.
  static std::unique_ptr<StoreReader> Open(const std::string& path);
  // `sealed`: known to be, whatever its permissions say (seal.h).
  static std::unique_ptr<StoreReader> Open(const std::string& path, bool sealed);
  ~StoreReader();

  // Topics of one name are told apart by their ids from now on. Until then they are one: the first
  // of them.
  void KeepTopicIds() { first_of_name_.clear(); }

  std::map<std::string, std::string> Run() const;
  std::vector<ActorRow> Actors() const;
  std::vector<TopicRow> Topics() const;
  // The ids that were told of each topic, wherever one was, states of partitions among them.
  std::map<std::int64_t, std::set<std::string>> TopicIds() const;
  std::vector<StreamRow> Streams() const;
  void EachSettled(const std::function<void(const SettledRow&)>& take,
                   const RowRanges& rows = {RowRange{}}) const;
  void EachRead(const std::function<void(const ReadRow&)>& take,
                const RowRanges& rows = {RowRange{}},
                ReadColumns columns = ReadColumns::kAll) const;
  // The stream of each row.
  void EachRow(SpanTable table,
               const std::function<void(std::int64_t row, std::int64_t stream)>& take) const;
  // Each (topic, partition, offset) once, by stream, partition and sequence.
  void EachCorrupt(const std::function<void(const CorruptRow&)>& take) const;
  std::vector<UnstampedRow> Unstamped() const;
  std::vector<BoundsRow> AllBounds() const;
  std::vector<FaultFact> Faults() const;                // in the order in which they began
  std::vector<PartitionState> PartitionStates() const;  // in order of time
  std::vector<EventFact> Events() const;                // in order of time
  std::vector<LogLine> LogLines() const;                // in order of time
  std::vector<SettingFact> Settings() const;
  std::vector<ReplicaRow> Replicas() const;  // empty in stores of version 1
  // Empty in stores of version 1. In the order in which they were written, spans and commits of
  // one actor therefore in that of its time.
  std::vector<RunRow> Runs() const;
  std::vector<TxnRow> Txns() const;
  std::vector<TxnRecordsRow> TxnRecords() const;
  void EachProcessed(const std::function<void(const ProcessedRow&)>& take) const;
  std::vector<CommitRow> Commits() const;
  std::vector<ResetRow> Resets() const;
  std::vector<AssignmentRow> Assignments() const;
  // Keys of streams' records, and those that readers found at places.
  void EachKey(const std::function<void(const KeyRow&)>& take) const;
  void EachFoundKey(const std::function<void(const FoundKeyRow&)>& take) const;
  std::vector<MadeFromRow> MadeFrom() const;
  void EachEventTime(const std::function<void(const EventTimeRow&)>& take) const;
  std::map<std::int64_t, std::int64_t> Progress() const;  // actor → microseconds since 1970
  std::vector<WindowRow> Windows() const;                 // in order of time, stream and reader

 private:
  StoreReader(const std::string& path, bool sealed);
  void Each(const std::string& sql, const std::function<void(Statement&)>& take) const;
  // For `sql` with the parameters ?1 and ?2: first and last row.
  void Each(const std::string& sql, const RowRanges& rows,
            const std::function<void(Statement&)>& take) const;
  void LoadTopicsOfOneName();
  // A topic's number; of rows that differ only in the topic's id the first.
  std::int64_t TopicAt(const Statement& row, int column) const;
  const char* TopicIdColumn() const;

  std::unique_ptr<Database> database_;
  std::int64_t version_ = 0;
  std::map<std::int64_t, std::int64_t> first_of_name_;
};

}  // namespace kproof

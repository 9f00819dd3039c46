// Rows of a store as values, as its reading side returns them.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "audit/facts/facts.h"
#include "audit/facts/flow.h"
#include "audit/store/run_facts.h"

namespace kproof {

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

// What a topic is of those that there were of its name, one after the other.
struct Incarnation {
  bool several = false;      // there was more than one
  bool deleted = false;      // on request, and what was written to it
  bool survived = false;     // that was asked for, and it was seen again
  bool unknown = false;      // it stands for nobody knows which of them
  bool unexplained = false;  // there were several, and no deletion was asked for
  // Between the deletions before and after it; nothing: there was none.
  std::optional<RunMicros> from = {}, to = {};

  bool AliveAt(RunMicros at) const {
    return !unknown && (!from || *from < at) && (!to || at < *to);
  }
};

struct TopicRow {
  std::int64_t id = 0;
  std::string cluster, name;
  std::optional<std::int64_t> partitions, replication;  // nothing: nobody described it
  std::string topic_id = {};                            // "": nobody said
  Incarnation incarnation = {};                         // a store leaves that to the judge
};

struct StreamRow {
  std::int64_t id = 0;
  std::optional<std::int64_t> actor;  // who sent it; nothing: nobody said so
  std::int64_t topic = 0;
  StreamId key;
  std::uint64_t sent = 0;
  std::optional<Largest> largest;  // nothing: nobody said how large its records are
  // Ranges [first, end) of sequences below `sent` that went to another incarnation of the topic.
  std::vector<std::pair<std::uint64_t, std::uint64_t>> elsewhere = {};
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
  // Another part of its span came before, with the latencies of the entire span.
  bool continues = false;

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

// A span of one of their rows, as far as it tells whose records it holds.
struct SpanRow {
  std::int64_t row = 0, stream = 0;
  std::uint64_t first_sequence = 0, count = 0;
};

// What is asked of a row of `read`: everything, or only whose records stand where (`actor`, `run`,
// times and digest are left as they are by default).
enum class ReadColumns { kAll, kPlaces };

// -- of runs, transactions and groups
struct RunRow {
  std::int64_t id = 0, actor = 0, topic = 0;
  ReadRun run;
};

struct TxnRow {
  std::int64_t id = 0, actor = 0;
  TxnFact txn;
};

struct TxnRecordsRow {
  std::int64_t txn = 0, stream = 0;
  std::uint64_t first_sequence = 0, count = 0;
};

struct ProcessedRow {
  std::int64_t actor = 0, topic = 0;
  Processed processed;
};

struct CommitRow {
  std::int64_t actor = 0, topic = 0;
  GroupCommit commit;
};

struct ResetRow {
  std::int64_t actor = 0, topic = 0;
  GroupReset reset;
};

struct AssignmentRow {
  std::int64_t actor = 0;
  Assignment assignment;
  std::vector<std::int64_t> topics;  // of its places, in their order
};

struct ReplicaRow {
  std::int64_t topic = 0;  // id
  ReplicaFact fact;
};

}  // namespace kproof

// What sections 6 and 7 of the contract say, counted one record at a time: slow, short, and written
// without a look at the judge. Property tests hold the judge to it.
//
// Topic "payments" may have been deleted and made again: `topic_id` tells its incarnations apart,
// "" is what nobody told. Topic "refunds" is never sent to; what stands there is a record of
// payments.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "audit/facts/flow.h"

namespace kproof {

// A record of topic "payments".
struct Identity {
  std::uint32_t origin = 0;
  std::uint32_t life = 0;
  std::int32_t partition = 0;  // sent to
  std::uint64_t sequence = 0;
  auto operator<=>(const Identity&) const = default;
};

struct SettleEvent {
  Identity record;
  Outcome outcome = Outcome::kAcked;
  std::int64_t offset = -1;  // -1: none was told
  RunMicros at = 0;
  std::string topic_id{};
};

struct ReadEvent {
  std::string reader;
  Pass pass = Pass::kLive;
  Isolation isolation = Isolation::kUncommitted;
  std::int32_t partition = 0;  // found in
  std::int64_t offset = 0;
  Identity record;
  RunMicros at = 0;
  bool consumer = false;  // it is one of the steps below too
  std::string topic_id{};
  bool in_refunds = false;  // found in that topic
};

// 0: a record without a key.
struct RecordKey {
  std::uint64_t hash = 0;
  bool tombstone = false;
};

// A record without a stamp.
struct ForeignEvent {
  std::string reader;
  Pass pass = Pass::kFinal;
  Isolation isolation = Isolation::kUncommitted;
  std::int32_t partition = 0;
  std::int64_t offset = 0;
  RunMicros at = 0;
  std::optional<RecordKey> key{};  // nothing: not told
  std::string topic_id{};
};

// One step of a consumer, at its time. "admin" only resets.
struct ConsumerStep {
  enum Kind { kAssign, kSeek, kRead, kProcess, kCommit, kReset };
  std::string consumer;
  std::string group;
  Kind kind = kRead;
  RunMicros at = 0;
  std::int32_t partition = 0;
  std::int64_t offset = 0;
  Identity record;  // read
  Isolation isolation = Isolation::kUncommitted;
  std::vector<std::pair<std::int32_t, std::optional<std::int64_t>>> assigned;
  bool manual = false;                     // an assignment that the group did not make
  std::optional<std::int32_t> generation;  // of an assignment
  Outcome outcome = Outcome::kAcked;       // of a commit, and all that follow
  std::optional<RunMicros> asked;          // nothing: at `at`
  std::string txn;                         // of this consumer; "": none
  bool external = false;
  std::string topic_id{};
};

struct TxnEvents {
  std::uint32_t origin = 0;  // of its records
  std::string name;
  std::optional<RunMicros> commit_asked{};
  std::optional<RunMicros> ended{};     // told with the outcome
  std::optional<TxnOutcome> outcome{};  // nothing: it has no end
  std::set<Identity> sends{};
  std::string actor{};  // a consumer's; "": that of the producer of these records
};

struct BoundsEvent {
  std::string reader;
  Isolation isolation = Isolation::kUncommitted;
  Bounds bounds;
  std::string topic_id{};
};

// The client of a reader told of trouble.
struct ClientNote {
  std::string actor;
  RunMicros at = 0;
};

// The fault add-partitions: which ones it does not say.
struct PartitionsAdded {
  RunMicros from = 0, to = 0;
};

// The topic was deleted; `to` nothing: and not made again as far as anybody knows.
struct TopicDeleted {
  RunMicros from = 0;
  std::optional<RunMicros> to;
};

// The observer saw this incarnation.
struct TopicSeen {
  RunMicros at = 0;
  std::string topic_id{};
};

// The largest record of a stream, and how many headers it has beyond ours.
struct LargestRecord {
  std::int64_t bytes = 0;
  std::int32_t headers = 0;
};

// Events of one actor are in order; consumers (all of them "c-…") belong to one group each. Each
// origin belongs to one producer.
struct EventList {
  std::map<std::tuple<std::uint32_t, std::uint32_t, std::int32_t>, std::uint64_t> sent;  // marks
  std::vector<SettleEvent> settles;
  std::vector<ReadEvent> reads;
  std::vector<BoundsEvent> bounds;
  std::set<std::string> never_closed;      // readers
  std::set<std::uint32_t> hidden_origins;  // of producers that never closed
  std::vector<ConsumerStep> steps;         // in the order of their times
  std::vector<TxnEvents> txns;
  std::set<std::string> untimed;            // readers and consumers without a clock
  std::set<std::uint32_t> untimed_origins;  // producers likewise
  bool compacted = false;
  bool retention_explains = false;  // what is below the log's start
  // What follows is told of since section 7.
  bool names_assignments = false;  // their group, how and generation are told
  std::vector<ClientNote> client_notes;
  std::vector<PartitionsAdded> added;
  std::map<Identity, RecordKey> keys;  // those that are known
  std::vector<ForeignEvent> foreign;
  bool tombstones_may_be_gone = false;          // delete.retention.ms may have passed
  std::vector<TopicDeleted> deletions;          // in the order of their times
  std::vector<TopicSeen> seen;                  // of partition 0
  bool records_deleted = false;                 // on request, from partitions that went on
  std::optional<std::int64_t> retention_bytes;  // nothing: without limit
  std::map<std::tuple<std::uint32_t, std::uint32_t, std::int32_t>, LargestRecord> largest;
  bool compressed = false;
  bool calm = false;  // of a random history: nothing in it went wrong
};

using OracleNumbers = std::map<std::string, std::uint64_t>;  // by name, without zeros

// `doubts`: how many more there may be of what is counted under that name. Only where the contract
// tells the two apart: torn, lost, unprocessed, redelivered, reprocessed, regressed, stale.
struct OracleSays {
  OracleNumbers counts;
  OracleNumbers doubts;
};

OracleSays AskOracle(const EventList& events);

}  // namespace kproof

// What happened to records, as the checkers see it: one value for each stream, and what final
// passes and readers covered.
//
// Streams whose log equals what was acked, in one ascending run, are known to be clean from digests
// alone; only the others are decoded, a few at a time (unclean.h). Not thread-safe; its constructor
// may load rows in a second thread (parallel.h).
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "audit/judge/facts/parallel.h"
#include "audit/judge/facts/ranges.h"
#include "audit/judge/records/retention.h"
#include "audit/judge/transactions/transactions.h"
#include "audit/store/fact_reader.h"
#include "harness/base/random.h"

namespace kproof {

struct StreamHistory {
  StreamRow row;
  const ActorRow* actor = nullptr;  // nothing: it is not known who sent it
  std::string origin;               // name of the producing instance, or its hex id
  std::uint64_t sent = 0;           // sequences 0 … sent - 1 were sent
  RangeSet elsewhere;               // those of them that went to another incarnation of its topic
  RangeSet acked, failed, unknown;  // by the last word on each
  RangeSet read;                    // by anybody, in any pass
  RangeSet read_committed;          // by committed readers
  std::int32_t last_error = 0;      // the client's code when a record was settled with one last
  std::uint64_t records = 0;        // settled and read, each time
  bool settled_twice = false;       // a record was settled more than once
  bool clean =
      false;  // the log holds what was acked, once, in place and in order, and nothing else

  std::uint64_t records_sent() const { return sent - elsewhere.size(); }
};

using PartitionKey = std::pair<std::int64_t, std::int32_t>;  // topic's id, partition
using BoundsKey = std::pair<PartitionKey, Isolation>;
struct HashOfPlace {
  std::size_t operator()(const PartitionKey& key) const {
    return Mix64(static_cast<std::uint64_t>(key.first) << 32 ^
                 static_cast<std::uint32_t>(key.second));
  }
  std::size_t operator()(const BoundsKey& key) const {
    return Mix64((*this)(key.first) + static_cast<std::uint64_t>(key.second));
  }
};
using GroupId = std::pair<std::string, std::string>;  // cluster, name
struct GroupHistory;
using ConsumerGroups = std::map<GroupId, GroupHistory>;

// What is known about one partition's log.
struct PartitionHistory {
  bool final_pass = false;
  RangeSet covered;            // offsets that a pass, or without one a reader, has gone over
  bool covered_whole = false;  // from the start to past the end
  std::optional<std::int64_t> start, end;  // of the final pass
};

class CommittedLog;
class Compaction;
class LogSizes;
class ReadLogs;
class Timeline;
class Vague;

class History {
 public:
  // `timeline` gets its rows in the same pass through the store.
  History(const FactReader& store, Timeline& timeline, const Parallel& parallel = {});
  ~History();
  History(const History&) = delete;

  const FactReader& store() const { return store_; }
  const std::vector<StreamHistory>& streams() const { return streams_; }
  const std::vector<ActorRow>& actors() const { return actors_; }
  const std::vector<TopicRow>& topics() const { return topics_; }
  const std::vector<UnstampedRow>& unstamped() const { return unstamped_; }
  const PartitionHistory& Partition(PartitionKey key) const;
  const TopicRow& topic(std::int64_t id) const;
  const Retention& retention(std::int64_t topic) const;
  // Nothing: the actor is not known. Its facts count as complete, and its times as the run's.
  const ActorRow* actor(std::int64_t id) const;
  bool MayLackFacts(std::int64_t actor) const;
  bool HasClock(std::int64_t actor) const;  // its times can be compared with those of others
  const std::string& NameOf(std::int64_t actor) const;
  // When the client of an actor reported trouble (event `client`), on the run's clock.
  const std::vector<RunMicros>& TroublesOf(std::int64_t actor) const;
  const Vague& vague() const { return *vague_; }
  const Transactions& transactions() const { return *transactions_; }
  const CommittedLog& committed() const { return *committed_; }
  // Loaded when they are asked for first.
  const ConsumerGroups& groups() const;
  const ReadLogs& read_logs() const;
  void DropReadLogs() const;  // they take the most room
  const Compaction& compaction() const;
  const LogSizes& log_sizes() const;
  const std::vector<TornTransaction>& torn() const { return torn_.torn; }
  const std::vector<TornTransaction>& doubtful_sends() const { return torn_.doubtful; }
  std::uint64_t reads() const { return reads_; }  // records read, each time
  RunMicros last_at() const { return last_at_; }  // of any fact about records
  RunMicros now() const { return now_; }          // of any fact: the end of the history

  // The offsets at which the records that this span's reader found are in the log (see contract: in
  // the log).
  const RangeSet& LogOffsets(const ReadRow& row) const;
  const RangeSet& LogOffsets(PartitionKey key, Pass pass, Isolation isolation) const;
  std::size_t IndexOf(std::int64_t stream) const;
  // Where a span's reader found its records.
  PartitionKey PlaceOf(const ReadRow& row) const {
    return {row.topic.value_or(streams_[IndexOf(row.stream)].row.topic), row.partition};
  }

 private:
  struct Digests;
  void LoadNames();
  void LoadBounds();
  void LoadRows(Digests& digests, Timeline& timeline, const Parallel& parallel);
  // These two share nothing that they change, and may run at once. They return the last moment.
  RunMicros LoadSettled(const FactReader& store, Digests& digests, Timeline& timeline);
  RunMicros LoadReads(const FactReader& store, Digests& digests, Timeline& timeline);
  void LoadExtents();
  void LoadNow();
  bool InAnotherIncarnation(const ReadRow& row) const;
  void LoadLastWords(Timeline& timeline);

  const FactReader& store_;
  std::vector<ActorRow> actors_;
  std::map<std::int64_t, const ActorRow*> actor_by_id_;
  std::map<std::string, std::vector<RunMicros>> troubles_;  // by actor's name
  std::map<std::int64_t, Retention> retention_;
  std::vector<TopicRow> topics_;
  std::vector<UnstampedRow> unstamped_;
  std::vector<StreamHistory> streams_;
  std::unordered_map<std::int64_t, std::size_t> index_;
  std::unordered_map<PartitionKey, PartitionHistory, HashOfPlace> partitions_;
  std::unordered_map<BoundsKey, RangeSet, HashOfPlace> in_bounds_;  // offsets between bounds
  std::map<std::int64_t, const TopicRow*> topic_by_id_;
  std::unique_ptr<Vague> vague_;
  std::unique_ptr<Transactions> transactions_;
  std::unique_ptr<CommittedLog> committed_;
  mutable std::unique_ptr<ConsumerGroups> groups_;
  mutable std::unique_ptr<ReadLogs> read_logs_;
  mutable std::unique_ptr<Compaction> compaction_;
  mutable std::unique_ptr<LogSizes> log_sizes_;
  TornFound torn_;
  bool without_final_pass_ = false;  // a partition that has none was read
  std::uint64_t reads_ = 0;
  RunMicros last_at_ = 0, now_ = 0;
};

}  // namespace kproof

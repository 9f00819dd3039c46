// What happened to records, as the checkers see it: one value for each stream, and what final
// passes and readers covered.
//
// Streams whose log equals what was acked, in one ascending run, are known to be clean from digests
// alone; only the others are decoded. Not thread-safe.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "audit/judge/ranges.h"
#include "audit/judge/transactions.h"
#include "audit/store/reader.h"

namespace kproof {

// Records of one stream that were acked, or stand in the log, side by side in sequence and offset.
struct Piece {
  std::uint64_t sequence = 0;
  std::uint64_t count = 0;
  std::int64_t offset = -1;    // of the first; -1: none was told (then of none of them)
  std::int32_t partition = 0;  // where it stands; for acked ones the one they were sent to
  RunMicros at = 0;            // of its span
  Duration latency{0};         // the longest of its span
};

struct StreamHistory {
  StreamRow row;
  const ActorRow* actor = nullptr;  // nothing: nobody said who sent it
  std::string origin;               // name of the producing instance, or its hex id
  std::uint64_t sent = 0;           // sequences 0 … sent - 1 were sent
  RangeSet acked, failed, unknown;  // by the last word on each
  RangeSet read;                    // by anybody, in any pass
  RangeSet read_committed;          // by committed readers
  bool settled_twice = false;       // several words were said of one record
  bool clean =
      false;  // the log holds what was acked, once, in place and in order, and nothing else
  // Only when it is not clean; both in order of sequence. The log's are told apart by partition and
  // offset.
  std::vector<Piece> acked_pieces, log_pieces;
};

enum class Fate {
  kLost,          // a pass has gone over its place
  kDeletedEarly,  // below the log's start, and neither retention nor a deletion explains it: lost
                  // too
  kExpired,   // below the log's start, which retention, a deletion or the lack of any knowledge of
              // them explains
  kPending,   // nobody read it and no pass has gone over its place; on a compacted topic every
              // absent one
  kOnlyLive,  // a reader saw it while the load ran, and no pass has gone over its place: no anomaly
  kHidden,    // of a committed transaction, in the log, and committed passes do not return it: lost
  kTorn,      // lost too, and counted with its transaction
};

// Whether a pass has gone over its place and did not find it.
inline bool IsGone(Fate fate) {
  return fate == Fate::kLost || fate == Fate::kDeletedEarly || fate == Fate::kHidden;
}

// Acked records that are not in the log, and what became of them.
struct Missing {
  std::size_t stream = 0;
  Piece piece;
  Fate fate = Fate::kPending;
};

using PartitionKey = std::pair<std::int64_t, std::int32_t>;  // topic's id, partition

// What is known about one partition's log.
struct PartitionHistory {
  bool final_pass = false;

  RangeSet covered;            // offsets that a pass, or without one a reader, has gone over
  bool covered_whole = false;  // from the start to past the end
  std::optional<std::int64_t> start, end;  // of the final pass
};

class History {
 public:
  explicit History(const StoreReader& store);
  History(const History&) = delete;

  const StoreReader& store() const { return store_; }
  const std::vector<StreamHistory>& streams() const { return streams_; }
  const std::vector<ActorRow>& actors() const { return actors_; }
  const std::vector<TopicRow>& topics() const { return topics_; }
  const std::vector<UnstampedRow>& unstamped() const { return unstamped_; }
  const PartitionHistory& Partition(PartitionKey key) const;
  // By stream and sequence.
  const std::vector<Missing>& missing() const { return missing_; }
  const Transactions& transactions() const { return *transactions_; }
  const std::vector<TornTransaction>& torn() const { return torn_; }
  std::uint64_t reads() const { return reads_; }  // records read, each time
  RunMicros last_at() const { return last_at_; }  // of any fact about records

  // The parts of a span's offsets that count as standing in the log (see contract: in the log).
  RangeSet LogOffsets(const ReadRow& row) const;
  std::size_t IndexOf(std::int64_t stream) const;

 private:
  struct Digests;
  void LoadNames();
  void LoadBounds();
  void LoadSettled(std::vector<Digests>& digests);
  void LoadReads(std::vector<Digests>& digests);
  void LoadExtents();
  void Decode();

  const StoreReader& store_;
  std::vector<ActorRow> actors_;
  std::map<std::int64_t, const ActorRow*> actor_by_id_;
  std::vector<TopicRow> topics_;
  std::vector<UnstampedRow> unstamped_;
  std::vector<StreamHistory> streams_;
  std::map<std::int64_t, std::size_t> index_;
  std::map<PartitionKey, PartitionHistory> partitions_;
  std::map<std::pair<PartitionKey, Isolation>, RangeSet> in_bounds_;  // offsets between bounds
  std::unique_ptr<Transactions> transactions_;
  std::vector<Missing> missing_;
  std::vector<TornTransaction> torn_;
  std::uint64_t reads_ = 0;
  RunMicros last_at_ = 0;
};

}  // namespace kproof

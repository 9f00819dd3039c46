// Which records compaction may have removed from partitions of compacted topics: the records of
// each key, as far as they matter.
//
// Compaction keeps the newest record of each key and removes older ones; it looks at no record of a
// transaction that aborted, and not above one that is still open (LogCleaner,
// buildOffsetMapForSegment). A tombstone it removes too, delete.retention.ms later. Not
// thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

#include "audit/judge/facts/history.h"

namespace kproof {

// What is known about an acked record of a compacted topic that is not at its offset.
struct Absence {
  bool taken = false;         // another record is there
  bool stands_above = false;  // there is a record at a higher offset
  bool known = false;         // its key and those of all records above it are known
  bool superseded = false;    // a newer record of its key is there or was acked
  // Only records of unknown fate would supersede it: of an open transaction, or possibly written
  // above it and removed since.
  bool maybe_superseded = false;
  bool removable = false;  // it is a tombstone, and no older record of its key is there
};

class Compaction {
 public:
  explicit Compaction(const History& history);

  // Whether the stream is one of a compacted topic.
  bool Covers(std::size_t stream) const { return home_.contains(stream); }
  // Of sequence `sequence` of the stream, acked at `offset`.
  Absence Of(std::size_t stream, std::uint64_t sequence, std::uint64_t offset) const;

 private:
  struct Key {
    std::uint64_t hash = 0;
    bool tombstone = false;
    bool operator==(const Key&) const = default;
  };
  // A producer's last word on a record.
  struct Word {
    std::optional<Outcome> outcome;  // nothing: none
    std::int64_t offset = -1;        // -1: none was told
  };
  // The records of one key.
  struct State {
    std::optional<std::uint64_t> newest;            // that counts, standing or acked
    std::optional<std::uint64_t> newest_undecided;  // of an open transaction
    std::optional<std::uint64_t> lowest_standing;
    bool may_have_gone = false;  // some of nobody knows where may have replaced any, and be gone
    std::optional<std::uint64_t> newest_gone;  // the same of a known place
  };
  struct Partition {
    std::unordered_map<std::uint64_t, State> keys;
    std::uint64_t known_from = 0;   // the key of each record from here on is known
    bool unknown_anywhere = false;  // one without a key was acked, and nobody knows where
    RangeSet taken;                 // offsets at which something stands
  };

  void LoadKeys(const History& history);
  void LoadWords(const History& history);
  void LoadStanding(const History& history);
  void TakeWords(const History& history);
  void TakeUnstamped(const History& history);
  const Key* KeyOf(std::size_t stream, std::uint64_t sequence) const;
  // Of the record with a stamp that was found there; nothing: not known.
  const Key* FoundAt(PartitionKey place, std::uint64_t offset) const;
  static void Take(Partition& partition, std::uint64_t offset, const Key* key, bool stands,
                   const TxnRecords* txns, std::uint64_t sequence);

  std::map<std::size_t, std::map<std::uint64_t, std::vector<Key>>> keys_;     // by first sequence
  std::map<std::pair<PartitionKey, std::uint64_t>, std::vector<Key>> found_;  // each once, by place
  std::map<PartitionKey, RangeSet> unstamped_;  // offsets at which somebody found such a record
  std::map<PartitionKey, Partition> partitions_;
  std::map<std::size_t, PartitionKey> home_;        // of streams of compacted topics
  std::map<std::size_t, std::vector<Word>> words_;  // of those, by sequence
  std::map<std::size_t, RangeSet> standing_;        // their sequences that stand in the log
};

}  // namespace kproof

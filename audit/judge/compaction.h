// What compaction may have taken: for partitions of compacted topics whose keys are known, the
// records of each key as far as they matter.
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

#include "audit/judge/history.h"

namespace kproof {

// Why a record of a compacted topic may be absent at its place.
enum class Absence {
  kCompacted,    // a newer record of its key stands, or was acked
  kTombstone,    // it is the newest of its key, a tombstone, and no older one stands
  kUnexplained,  // it is the newest of its key
  kUndecided     // keys above it are not known, or only what nobody knows would explain it
};

class Compaction {
 public:
  explicit Compaction(const History& history);

  // Sequences of the stream from `sequence` on, acked at `offset` and on, for which one answer
  // holds: `count` of them.
  struct Answer {
    Absence absence = Absence::kUndecided;
    std::uint64_t count = 1;
    bool taken = false;  // another record stands at its place
  };
  Answer Of(std::size_t stream, std::uint64_t sequence, std::uint64_t offset) const;

 private:
  struct Key {
    std::uint64_t hash = 0;
    bool tombstone = false;
  };
  struct State {
    std::optional<std::uint64_t> newest;            // that counts, standing or acked
    std::optional<std::uint64_t> newest_undecided;  // of an open transaction
    std::optional<std::uint64_t> lowest_standing;
    bool may_have_gone = false;  // a send of unknown outcome may have replaced any, and be gone too
  };
  struct Partition {
    std::unordered_map<std::uint64_t, State> keys;
    std::uint64_t known_above = 0;  // the key of each record from here on is known
    RangeSet taken;                 // offsets at which something stands
  };

  void LoadKeys(const History& history);
  void LoadAcked(const History& history);
  void LoadStanding(const History& history);
  void LoadUnknown(const History& history);
  const Key* KeyOf(std::size_t stream, std::uint64_t sequence) const;
  void Take(PartitionKey key, std::uint64_t offset, const Key* of, bool stands, bool counts,
            bool aborted);

  std::map<std::size_t, std::map<std::uint64_t, std::vector<Key>>> keys_;  // by first sequence
  std::map<std::pair<PartitionKey, std::uint64_t>, Key> found_;            // by place
  std::map<PartitionKey, Partition> partitions_;
  std::map<std::size_t, PartitionKey> home_;  // of streams with keys
  std::map<std::size_t, RangeSet> standing_;  // sequences that stand in the log, of those
};

}  // namespace kproof

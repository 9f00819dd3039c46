// What readers with known assignments read, run by run, beside the logs that they read: the basis
// of `skipped` and `stale`.
//
// Not thread-safe.
#pragma once

#include <map>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "audit/judge/records/places.h"

namespace kproof {

struct ReturnedPiece {
  PlacePiece place;
  RunMicros from = 0, to = 0;  // of its span
};

struct JudgedRun {
  RunRow row;
  std::vector<ReturnedPiece> pieces;
};

// All runs of one assignment of one partition.
struct JudgedAssignment {
  std::int64_t actor = 0;
  std::vector<JudgedRun> runs;
};
using AssignmentKey = std::tuple<std::int64_t, PartitionKey, std::uint64_t>;  // actor, number

// The log of one partition.
struct ReadLog {
  std::vector<PlacePiece> all, committed;  // for readers of either isolation
  std::map<std::pair<std::size_t, std::uint64_t>, RangeSet> lines;  // of all

  // Offsets at which final passes of one isolation returned something, and those they went over.
  struct Passes {
    RangeSet taken, over;
  };
  Passes uncommitted_passes, committed_passes;
  // Of any uncommitted final pass; nothing: none, or the topic is compacted, where the log may have
  // ended there before a record was written that compaction took since.
  std::optional<std::uint64_t> lowest_end;

  bool Holds(const PlacePiece& piece, std::uint64_t offset) const;
  // The offsets at which the records of `piece` are still in the log.
  const RangeSet& Standing(const PlacePiece& piece) const;
};

class ReadLogs {
 public:
  explicit ReadLogs(const History& history);

  const std::map<AssignmentKey, JudgedAssignment>& assignments() const { return assignments_; }
  const ReadLog& Of(PartitionKey key) const { return logs_.at(key); }

 private:
  void Load(const History& history);
  void LoadPasses(const History& history);
  static void AppendCommitted(const History& history, const ReadRow& row, const RangeSet& in_log,
                              std::vector<PlacePiece>& pieces);

  std::map<AssignmentKey, JudgedAssignment> assignments_;
  std::map<std::int64_t, JudgedRun*> run_of_;  // by the run's id
  std::map<PartitionKey, ReadLog> logs_;
};

}  // namespace kproof

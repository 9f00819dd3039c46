// One stream's facts, and what they say about one window of event time.
//
// Not thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "audit/facts/facts.h"
#include "audit/store/window_row.h"
#include "audit/windows/group_work.h"

namespace kproof {

// A reader's position in one topic-partition.
struct ReaderPlace {
  std::int64_t first = 0;                     // lowest offset that it read
  std::int64_t next = 0;                      // behind the highest one
  std::shared_ptr<GroupWork> work = nullptr;  // what it did besides; null: it reports nothing
};

struct SequenceRange {
  std::uint64_t first = 0, end = 0;
  bool operator==(const SequenceRange&) const = default;
};

// The records that are missing, doubled or extra in one row: the first ranges of sequences.
struct Shortfall {
  StreamId stream;
  std::string reader;
  std::string what;  // "missing", "doubled", "extra" or "unprocessed"
  std::uint64_t count = 0;
  std::vector<SequenceRange> first;  // three at most
};

// Some records of a stream with one fate, as they came.
struct Told {
  std::uint64_t first_sequence = 0, count = 0;
  Outcome outcome = Outcome::kAcked;
  std::int32_t partition = 0;  // reads: where they were found
  OffsetRun offsets;
  Digest digest;

  std::uint64_t end() const { return first_sequence + count; }
};

struct StreamFacts {
  std::uint64_t sent = 0;                          // sequences 0 … sent - 1 are known to be sent
  std::map<std::uint64_t, std::int64_t> starts;    // sequence → its window, until the next entry
  std::vector<Told> settled;                       // in the order they came
  std::map<std::string, std::vector<Told>> reads;  // by reader
  std::uint64_t closed_below = 0;                  // sequences below lie in closed windows
  std::int64_t forgotten_s = INT64_MIN;            // of windows before, some facts are forgotten

  // The sequences of the window that starts then, of those known to be sent.
  std::vector<SequenceRange> In(std::int64_t start_s) const;
};

// The rows of a window of one stream, one for each reader; `places` are the readers of the stream's
// partition, `closed` those that will read no more. One row without a reader where nobody has read.
std::vector<WindowRow> RowsOf(const StreamId& id, const StreamFacts& stream,
                              const std::vector<SequenceRange>& ranges,
                              const std::map<std::string, ReaderPlace>& places,
                              std::vector<Shortfall>& shortfalls);

// The highest acked offset in `ranges`; -1: none.
std::int64_t LastAckedOffset(const StreamFacts& stream, const std::vector<SequenceRange>& ranges);

}  // namespace kproof

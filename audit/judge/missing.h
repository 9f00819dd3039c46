// Acked records that are not in the log, and what became of them.
#pragma once

#include <vector>

#include "audit/judge/history.h"

namespace kproof {

enum class Fate {
  kLost,          // a pass has gone over its place
  kDeletedEarly,  // below the log's start, and neither retention nor a deletion explains it: lost
                  // too
  kExpired,  // below the log's start, which retention, a deletion or the lack of any knowledge of
             // them explains
  kPending,  // nobody read it and no pass has gone over its place; on a compacted topic every
             // absent one
};

struct Missing {
  std::size_t stream = 0;
  Piece piece;
  Fate fate = Fate::kPending;
};

// By stream and sequence. Records that a reader saw while the load ran and whose place no pass has
// gone over are in none.
std::vector<Missing> MissingRecords(const History& history);

// Whether nobody knows how long `topic` keeps its records.
bool RetentionUnknown(const History& history, const TopicRow& topic);

}  // namespace kproof

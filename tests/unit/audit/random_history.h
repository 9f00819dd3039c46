// Random histories, as events and as a store: small, and full of whatever can go wrong with a log
// and with those who tell about it.
#pragma once

#include <string>

#include "tests/unit/audit/oracle.h"

namespace kproof {

// What section 7 of the contract added to histories, each part to be left out until the judge knows
// it.
struct Makes {
  bool claims = true;      // resets, commits with more than an offset, groups of assignments, notes
  bool torn = true;        // when transactions ended; offsets of unknown sends
  bool compaction = true;  // compacted topics, with keys and without
  bool topics = true;      // deleted and made again; records in another topic
  bool size = true;        // retention.bytes and largest records
};

// The same seed gives the same events.
EventList RandomEvents(std::uint64_t seed, const Makes& makes = {});

// Writes them as agents would: through trackers, as spans. Throws Error when `path` exists.
void WriteStore(const EventList& events, const std::string& path);

}  // namespace kproof

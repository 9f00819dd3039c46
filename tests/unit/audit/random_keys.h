// Keys of random histories, and the compaction that follows them.
#pragma once

#include "harness/base/random.h"
#include "tests/unit/audit/random_flow.h"

namespace kproof {

class RandomKeys {
 public:
  // Told to the history too, or not.
  void GiveKey(Random& random, const Identity& record, EventList& events);
  std::optional<RecordKey> Foreign(Random& random);
  // Takes out what Kafka may take out: records that a later one of their key supersedes, and
  // tombstones with nothing below them. Leaves the last two alone, as the active segment.
  void Compact(Random& random, const EventList& events, std::vector<LogSlot>& log) const;

 private:
  RecordKey Any(Random& random);
  bool Superseded(const EventList& events, const std::vector<LogSlot>& log, std::size_t at) const;
  bool LoneTombstone(const std::vector<LogSlot>& log, std::size_t at) const;

  std::map<Identity, RecordKey> keys_;  // as they are
  std::uint64_t different_ = 0;         // keys
  std::uint64_t told_ = 100;            // percent of the keys
};

}  // namespace kproof

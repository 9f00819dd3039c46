// Consumers of random histories: what they were assigned, sought, read, processed and committed,
// and how that is written.
#pragma once

#include "audit/store/writer.h"
#include "harness/base/random.h"
#include "tests/unit/audit/random_history.h"

namespace kproof {

struct LogSlot {
  std::int64_t offset = 0;
  Identity record;
};
using LogSlots = std::map<std::int32_t, std::vector<LogSlot>>;  // by partition

// Whether the log's record at a slot is one that committed readers get, as far as the transactions'
// outcomes say.
bool GivenToCommitted(const EventList& events, const Identity& record);

// What consumers read in turn, and when: from `start` on, a step every `pace` microseconds.
struct ConsumerEra {
  const LogSlots& before;
  const LogSlots& after;
  RunMicros start = 0, pace = 0;
};

// In a calm history they do everything right.
void AddConsumers(Random& random, const std::vector<ConsumerEra>& eras, EventList& events);

void WriteConsumers(const EventList& events, StoreWriter& writer);

}  // namespace kproof

// Random histories, as events and as a store: small, and full of whatever can go wrong with a log
// and with those who tell about it.
#pragma once

#include <string>

#include "tests/unit/audit/oracle.h"

namespace kproof {

// The same seed gives the same events.
EventList RandomEvents(std::uint64_t seed);

// Writes them as agents would: through trackers, as spans. Every guarantee is required. Throws
// Error when `path` exists.
void WriteStore(const EventList& events, const std::string& path);

}  // namespace kproof

// From a line of JSON to an Event, strictly: unknown events, unknown or repeated keys, values of a
// wrong type or out of range, missing fields, broken JSON and broken UTF-8 are complaints.
//
// Not thread-safe.
#pragma once

#include <cstdint>
#include <string_view>

#include "audit/events/complaints.h"
#include "audit/events/event.h"

namespace kproof {

// Whether a file that ends with this line, without a line end, was cut in the middle of it: a
// complete line is JSON.
bool IsTorn(std::string_view line);

// Fills `event` and returns true when the line is a complete and valid event; else adds to
// `complaints`.
bool ParseEvent(std::string_view line, std::uint64_t number, Event& event, Complaints& complaints);

}  // namespace kproof

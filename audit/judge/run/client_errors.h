// The last errors of clients that got nothing done: the likeliest cause of a run in which nothing
// was acked, or nothing read.
//
// Not thread-safe.
#pragma once

#include <string>
#include <vector>

#include "audit/judge/facts/history.h"

namespace kproof {

enum class Side { kProducers, kReaders };

// "p-0's last error: ssl://…: SSL handshake failed" for each client of this side of which no record
// was acked (or that read none) and that reported an error, by name.
std::vector<std::string> LastErrors(const History& history, Side side);

}  // namespace kproof

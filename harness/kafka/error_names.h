// Kafka's error codes by name, as its own tools print them.
//
// Thread-safe: a pure function.
#pragma once

#include <cstdint>
#include <string>

namespace kproof {

// "NOT_LEADER_OR_FOLLOWER"; "error 999" for a code newer than the table.
std::string ErrorName(std::int16_t code);

}  // namespace kproof

// Error codes by name: Kafka's as its own tools print them, and those that librdkafka makes itself
// (all below -100) as it names them.
//
// Thread-safe: a pure function.
#pragma once

#include <cstdint>
#include <string>

namespace kproof {

// "NOT_LEADER_OR_FOLLOWER", "_MSG_TIMED_OUT"; "error 999" for a code that the table lacks.
std::string ErrorName(std::int32_t code);

}  // namespace kproof

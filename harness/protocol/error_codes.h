// The error codes of Kafka's protocol by the names that Kafka gives them
// (org.apache.kafka.common.protocol.Errors).
//
// Thread-safe: pure functions.
#pragma once

#include <cstdint>
#include <string>

namespace kproof {

// "NOT_LEADER_OR_FOLLOWER"; "error 999" for one that this program has no name for.
std::string ErrorName(std::int16_t code);
// What Kafka's clients print of it; "" for one that is not known.
std::string ErrorText(std::int16_t code);
// Throws Error(kUsage) for a name that Kafka does not have, with the nearest one, and for NONE,
// which is no error.
std::int16_t ParseErrorName(const std::string& name);

}  // namespace kproof

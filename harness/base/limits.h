// Limits that more than one room checks: a scenario that is valid must not be refused by the agent
// that carries it out.
#pragma once

#include <cstdint>

namespace kproof {

// Bytes of a record's value. What a client fetches must stay below receive.message.max.bytes of
// librdkafka (100,000,000 by default), and a request below socket.request.max.bytes of a broker
// (104,857,600 by default).
inline constexpr std::uint64_t kMostValueBytes = std::uint64_t{64} << 20;
inline constexpr const char* kMostValueText = "64MiB";

// Distinct keys of a producer: it holds them all.
inline constexpr std::uint64_t kMostKeys = 1'000'000;
inline constexpr const char* kMostKeysText = "1000000";

}  // namespace kproof

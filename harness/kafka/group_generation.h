// The generation of the group that a member is in.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

struct rd_kafka_s;

namespace kproof {

// Nothing where the member is in no generation, or the library says it in a way that we don't know.
// Asks the client's own thread; never a broker.
std::optional<std::int32_t> GenerationOf(rd_kafka_s* client);

// What librdkafka makes of a group's metadata for sending it in a transaction: "CGMDv2:", the
// generation as the machine has it, then names. Nothing for another beginning.
std::optional<std::int32_t> GenerationIn(std::string_view metadata);

}  // namespace kproof

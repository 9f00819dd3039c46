// CRC-32C (Castagnoli), the checksum that Kafka itself uses for record batches; by SSE 4.2 where
// the processor has it.
//
// Thread-safe: a pure function.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace kproof {

// The checksum of `bytes`, or of what `previous` covered followed by `bytes`.
std::uint32_t Crc32c(std::span<const std::byte> bytes, std::uint32_t previous = 0);

}  // namespace kproof

// CRC-32C (Castagnoli), the checksum that Kafka itself uses for record batches: by the processor's
// own instruction where it has one (SSE 4.2, ARMv8 CRC), else by a table.
//
// Thread-safe: pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace kproof {

// The checksum of `bytes`, or of what `previous` covered followed by `bytes`.
std::uint32_t Crc32c(std::span<const std::byte> bytes, std::uint32_t previous = 0);

// The two ways by which Crc32c computes, for the test that compares them.
namespace crc32c {

std::uint32_t ByTable(std::span<const std::byte> bytes, std::uint32_t previous = 0);

// Whether this processor has the instruction; only then may ByInstruction be called.
bool HasInstruction();
std::uint32_t ByInstruction(std::span<const std::byte> bytes, std::uint32_t previous = 0);

}  // namespace crc32c
}  // namespace kproof

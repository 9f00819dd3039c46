// The identity that every record carries, so that a reader can tell which send it is an effect of.
//
// One record header, key "kproof", of 32 bytes, big-endian; docs/stamp.md has the picture. Key and
// value of the record are never touched; the CRC covers the value alone.
//
// Thread-safe: everything here is a pure function.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace kproof {

inline constexpr char kStampHeaderKey[] = "kproof";
inline constexpr std::size_t kStampBytes = 32;
inline constexpr std::uint8_t kStampVersion = 1;

struct Stamp {
  std::uint32_t origin = 0;     // random id of the producing instance
  std::uint32_t life = 0;       // +1 for each life of the producer
  std::uint16_t partition = 0;  // that it was sent to, modulo 65,536
  std::uint64_t sequence = 0;   // per origin, life and topic-partition, from 0, no gaps
  std::int64_t created_us =
      0;  // the producer's wall clock (microseconds since 1970); never decides an order
  std::uint32_t value_crc32c = 0;  // CRC-32C of the record's value; 0 for a null value
  bool in_transaction = false;
  bool resend = false;  // sent again on purpose by the application

  bool operator==(const Stamp&) const = default;
};

using StampBytes = std::array<std::byte, kStampBytes>;

StampBytes Encode(const Stamp& stamp);

// Throws Error(kCorrupt) when `header` has another length or version. A record without our header
// is foreign, not corrupt: do not ask.
Stamp Decode(std::span<const std::byte> header);

}  // namespace kproof

// The identity that every record carries, so that a reader can tell which send it is an effect of.
//
// One record header, key "kproof", of 36 bytes (version 2) or 32 (version 1, which is read still
// and written no more), big-endian; docs/stamp.md has the picture. Key and value of the record are
// never touched; the value's CRC covers the value alone.
//
// Thread-safe: everything here is a pure function.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace kproof {

inline constexpr char kStampHeaderKey[] = "kproof";
inline constexpr std::size_t kStampBytes = 36;
inline constexpr std::uint8_t kStampVersion = 2;

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
  // TopicChecksum of the topic it was sent to; nothing: version 1, which does not say.
  std::optional<std::uint32_t> topic_crc32c;

  bool operator==(const Stamp&) const = default;
};

using StampBytes = std::array<std::byte, kStampBytes>;

// The CRC-32C of a topic's name, UTF-8: what stands for the topic in a stamp.
std::uint32_t TopicChecksum(std::string_view topic);

// Always version 2: `topic_crc32c` has to be there (asserted).
StampBytes Encode(const Stamp& stamp);

// Throws Error(kCorrupt) when `header` has no known version, or another length than its version. A
// record without our header is foreign, not corrupt: do not ask.
Stamp Decode(std::span<const std::byte> header);

}  // namespace kproof

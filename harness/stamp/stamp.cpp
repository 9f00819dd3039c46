#include "harness/stamp/stamp.h"

#include <cassert>
#include <string>

#include "harness/base/error.h"
#include "harness/stamp/crc32c.h"

namespace kproof {
namespace {

template <typename Int>
void Put(StampBytes& bytes, std::size_t at, Int value) {
  for (std::size_t i = 0; i < sizeof(Int); ++i)
    bytes[at + i] = static_cast<std::byte>(value >> (8 * (sizeof(Int) - 1 - i)));
}

template <typename Int>
Int Get(std::span<const std::byte> bytes, std::size_t at) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < sizeof(Int); ++i)
    value = value << 8 | std::to_integer<std::uint64_t>(bytes[at + i]);
  return static_cast<Int>(value);
}

constexpr std::uint8_t kInTransaction = 1;
constexpr std::uint8_t kResend = 2;

constexpr std::uint8_t kVersion1 = 1;
constexpr std::size_t kVersion1Bytes = 32;
constexpr std::size_t kTopicAt = 32;

}  // namespace

std::uint32_t TopicChecksum(std::string_view topic) {
  return Crc32c(std::as_bytes(std::span(topic.data(), topic.size())));
}

StampBytes Encode(const Stamp& stamp) {
  assert(stamp.topic_crc32c);
  StampBytes bytes{};
  Put<std::uint8_t>(bytes, 0, kStampVersion);
  Put<std::uint8_t>(bytes, 1,
                    static_cast<std::uint8_t>((stamp.in_transaction ? kInTransaction : 0) |
                                              (stamp.resend ? kResend : 0)));
  Put<std::uint16_t>(bytes, 2, stamp.partition);
  Put<std::uint32_t>(bytes, 4, stamp.origin);
  Put<std::uint32_t>(bytes, 8, stamp.life);
  Put<std::uint64_t>(bytes, 12, stamp.sequence);
  Put<std::uint64_t>(bytes, 20, static_cast<std::uint64_t>(stamp.created_us));
  Put<std::uint32_t>(bytes, 28, stamp.value_crc32c);
  Put<std::uint32_t>(bytes, kTopicAt, *stamp.topic_crc32c);
  return bytes;
}

Stamp Decode(std::span<const std::byte> header) {
  if (header.empty()) throw Error(ErrorKind::kCorrupt, "header 'kproof' is empty");
  const auto version = Get<std::uint8_t>(header, 0);
  if (version != kVersion1 && version != kStampVersion)
    throw Error(ErrorKind::kCorrupt,
                "header 'kproof' has version " + std::to_string(version) + ", not 1 or 2",
                Hint("it was written by another kproof; read it with that one"));
  const auto size = version == kVersion1 ? kVersion1Bytes : kStampBytes;
  if (header.size() != size)
    throw Error(ErrorKind::kCorrupt, "header 'kproof' of version " + std::to_string(version) +
                                         " has " + std::to_string(header.size()) + " bytes, not " +
                                         std::to_string(size));
  const auto flags = Get<std::uint8_t>(header, 1);
  return Stamp{.origin = Get<std::uint32_t>(header, 4),
               .life = Get<std::uint32_t>(header, 8),
               .partition = Get<std::uint16_t>(header, 2),
               .sequence = Get<std::uint64_t>(header, 12),
               .created_us = Get<std::int64_t>(header, 20),
               .value_crc32c = Get<std::uint32_t>(header, 28),
               .in_transaction = (flags & kInTransaction) != 0,
               .resend = (flags & kResend) != 0,
               .topic_crc32c = version == kVersion1
                                   ? std::nullopt
                                   : std::optional(Get<std::uint32_t>(header, kTopicAt))};
}

}  // namespace kproof

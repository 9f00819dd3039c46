// What consumers of either kind hand on: records, and the places that they are found at.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace kproof {

struct ReadPlace {
  std::string topic;
  std::int32_t partition = 0;

  auto operator<=>(const ReadPlace&) const = default;
};

// A record, valid during the callback alone. Names are gone: `place` is an index into the
// partitions that the consumer knows.
struct IncomingRecord {
  std::size_t place = 0;
  std::int64_t offset = 0;
  std::span<const std::byte> value;  // empty for null
  bool has_value = false;
  std::optional<std::span<const std::byte>> stamp;  // the header "kproof", where there is one
  std::optional<std::string_view> key = {};
};

}  // namespace kproof

// A part of a campaign for one machine of several: every n-th trial in the order that the seed
// gave.
//
// Thread-safe: pure functions.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

namespace kproof {

struct Shard {
  std::size_t index = 1, count = 1;  // the first of one: all of it
  bool Has(std::size_t trial) const { return trial % count == index - 1; }
  bool operator==(const Shard&) const = default;
};

// "2/3"; nothing for anything else.
std::optional<Shard> ParseShard(const std::string& text);
std::string ToText(const Shard& shard);

}  // namespace kproof

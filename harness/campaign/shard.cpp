#include "harness/campaign/shard.h"

#include "harness/base/text.h"
#include "harness/base/units.h"

namespace kproof {

std::optional<Shard> ParseShard(const std::string& text) {
  constexpr std::int64_t kMostShards = 10'000;
  const auto parts = Split(text, '/');
  if (parts.size() != 2) return std::nullopt;
  const auto index = ParseInt(parts[0]), count = ParseInt(parts[1]);
  if (!index || !count || *count > kMostShards || *index < 1 || *index > *count)
    return std::nullopt;
  return Shard{static_cast<std::size_t>(*index), static_cast<std::size_t>(*count)};
}

std::string ToText(const Shard& shard) {
  return std::to_string(shard.index) + "/" + std::to_string(shard.count);
}

}  // namespace kproof

#include "harness/kafka/partitioner.h"

#include <cstring>

namespace kproof {

std::int32_t Murmur2(std::string_view bytes) {
  constexpr std::uint32_t kMultiplier = 0x5bd1e995;
  std::uint32_t hash = 0x9747b28cU ^ static_cast<std::uint32_t>(bytes.size());
  while (bytes.size() >= 4) {
    std::uint32_t word = 0;
    std::memcpy(&word, bytes.data(), 4);
    word *= kMultiplier;
    word ^= word >> 24;
    hash = hash * kMultiplier ^ word * kMultiplier;
    bytes.remove_prefix(4);
  }
  if (!bytes.empty()) {
    for (std::size_t i = bytes.size(); i-- > 0;)
      hash ^= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
    hash *= kMultiplier;
  }
  hash ^= hash >> 13;
  hash *= kMultiplier;
  hash ^= hash >> 15;
  return static_cast<std::int32_t>(hash);
}

}  // namespace kproof

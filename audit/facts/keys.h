// Keys of records as 64-bit hashes: enough to see that two records have one key.
//
// Thread-safe: pure functions.
#pragma once

#include <cstdint>
#include <string_view>

#include "harness/base/random.h"

namespace kproof {

// Never 0, which stands for a record without a key. Two different keys agree by accident once in
// 2^64 (FNV-1a, mixed).
inline std::uint64_t KeyHash(std::string_view key) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char byte : key) {
    hash ^= static_cast<unsigned char>(byte);
    hash *= 0x100000001b3ULL;
  }
  hash = Mix64(hash);
  return hash == 0 ? 1 : hash;
}

}  // namespace kproof

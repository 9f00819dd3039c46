// Keys of records as 64-bit hashes: enough to see that two records have one key.
//
// Thread-safe: pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

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

// -- hashes and flags as bytes, in the store and in spools

// Eight bytes a hash, the least significant first.
std::string PackHashes(const std::vector<std::uint64_t>& hashes);
// Throws Error(kCorrupt) when these are not `count` hashes.
std::vector<std::uint64_t> UnpackHashes(std::string_view packed, std::uint64_t count);

// One bit a flag, the lowest first; "" when none is set.
std::string PackBits(const std::vector<bool>& flags);
// Throws Error(kCorrupt) when these are not the bits of `count` flags.
std::vector<bool> UnpackBits(std::string_view packed, std::uint64_t count);

}  // namespace kproof

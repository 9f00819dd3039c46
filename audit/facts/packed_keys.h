// Hashes and flags as bytes, in the store and in spools.
//
// Thread-safe: pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kproof {

// Eight bytes a hash, the least significant first.
std::string PackHashes(const std::vector<std::uint64_t>& hashes);
// Throws Error(kCorrupt) when these are not `count` hashes.
std::vector<std::uint64_t> UnpackHashes(std::string_view packed, std::uint64_t count);

// One bit a flag, the lowest first; "" when none is set.
std::string PackBits(const std::vector<bool>& flags);
// Throws Error(kCorrupt) when these are not the bits of `count` flags.
std::vector<bool> UnpackBits(std::string_view packed, std::uint64_t count);

}  // namespace kproof

#include "audit/facts/keys.h"

#include <algorithm>

#include "harness/base/error.h"

namespace kproof {

std::string PackHashes(const std::vector<std::uint64_t>& hashes) {
  std::string packed;
  packed.reserve(hashes.size() * 8);
  for (const auto hash : hashes) {
    for (unsigned bit = 0; bit < 64; bit += 8) packed += static_cast<char>(hash >> bit & 0xff);
  }
  return packed;
}

std::vector<std::uint64_t> UnpackHashes(std::string_view packed, std::uint64_t count) {
  if (packed.size() % 8 != 0 || packed.size() / 8 != count)
    throw Error(ErrorKind::kCorrupt, "a span of keys has another length than it says");
  std::vector<std::uint64_t> hashes;
  hashes.reserve(count);
  for (std::size_t at = 0; at < packed.size(); at += 8) {
    std::uint64_t hash = 0;
    for (unsigned byte = 0; byte < 8; ++byte)
      hash |= std::uint64_t{static_cast<unsigned char>(packed[at + byte])} << (8 * byte);
    hashes.push_back(hash);
  }
  return hashes;
}

std::string PackBits(const std::vector<bool>& flags) {
  if (std::find(flags.begin(), flags.end(), true) == flags.end()) return "";
  std::string packed((flags.size() + 7) / 8, '\0');
  for (std::size_t i = 0; i < flags.size(); ++i) {
    if (flags[i]) packed[i / 8] = static_cast<char>(packed[i / 8] | 1 << i % 8);
  }
  return packed;
}

std::vector<bool> UnpackBits(std::string_view packed, std::uint64_t count) {
  if (!packed.empty() && packed.size() != (count + 7) / 8)
    throw Error(ErrorKind::kCorrupt, "a span of flags has another length than it says");
  std::vector<bool> flags(count);
  for (std::size_t i = 0; i < count && !packed.empty(); ++i) {
    flags[i] = (static_cast<unsigned char>(packed[i / 8]) >> i % 8 & 1U) != 0;
  }
  return flags;
}

}  // namespace kproof

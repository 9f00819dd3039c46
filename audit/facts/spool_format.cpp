#include "audit/facts/spool_format.h"

#include <fmt/format.h>

#include "harness/base/error.h"

namespace kproof::spool {

std::string Prelude(std::string_view magic, std::string_view payload) {
  std::string bytes(magic);
  PutU32(bytes, kVersion);
  PutU32(bytes, static_cast<std::uint32_t>(payload.size()));
  bytes += payload;
  PutU32(bytes, Checksum(bytes));
  return bytes;
}

std::string_view CheckPrelude(std::string_view bytes, std::string_view magic,
                              const std::string& path, std::size_t* end) {
  if (bytes.size() < kPreludeHead || bytes.substr(0, magic.size()) != magic)
    throw Error(ErrorKind::kCorrupt, fmt::format("{} is not a spool of kproof", path));
  const auto version = GetU32(bytes.substr(8));
  if (version != kVersion)
    throw Error(
        ErrorKind::kCorrupt,
        fmt::format("{} has version {} of the spool format, not {}", path, version, kVersion),
        Hint("collect it with the kproof that wrote it"));
  const std::size_t length = GetU32(bytes.substr(12));
  if (length > kLongestFrame || bytes.size() < kPreludeHead + length + 4 ||
      Checksum(bytes.substr(0, kPreludeHead + length)) !=
          GetU32(bytes.substr(kPreludeHead + length)))
    throw Error(ErrorKind::kCorrupt, fmt::format("{} has a damaged header", path),
                Hint("its checksum is wrong"));
  *end = kPreludeHead + length + 4;
  return bytes.substr(kPreludeHead, length);
}

}  // namespace kproof::spool

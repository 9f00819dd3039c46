// The bytes that spool files begin with and the frames they consist of; shared by writer and
// reader.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "harness/stamp/crc32c.h"

namespace kproof::spool {

inline constexpr std::string_view kFrameMagic{"KPSPOOL\n", 8};
inline constexpr std::string_view kMarksMagic{"KPMARKS\n", 8};
inline constexpr std::uint32_t kVersion = 1;
inline constexpr std::size_t kFrameHead = 8;              // length and checksum
inline constexpr std::size_t kPreludeHead = 16;           // magic, version and length
inline constexpr std::uint32_t kLongestFrame = 16 << 20;  // bytes; anything longer is damage

enum FrameType : std::uint8_t {
  kOpen = 1,
  kStream = 2,
  kSettled = 3,
  kRead = 4,
  kCorrupt = 5,
  kForeign = 6,
  kBounds = 7,
  kEvent = 8,
  kSetting = 9,
  kClose = 10,
  kError = 11,
  kResent = 12,
  kSent = 20,
  kEventTime = 21,
  kProgress = 22,
  kKeys = 30,
  kFoundKey = 31,
  kMadeFrom = 32,
  kLargest = 33,
  kRun = 40,
  kAssignment = 41,
  kProcessed = 42,
  kCommit = 43,
  kReset = 44,
  kTxn = 45,
  kTxnRecords = 46,
  kPlace = 60,
  kSettledRecords = 61,
  kFoundRecords = 62,
  kEffects = 63,
  kAssigned = 64,
  kMoved = 65,
};

inline std::uint32_t Checksum(std::string_view bytes) {
  return Crc32c(std::as_bytes(std::span(bytes.data(), bytes.size())));
}

inline void PutU32(std::string& out, std::uint32_t number) {
  char bytes[4];
  std::memcpy(bytes, &number,
              sizeof bytes);  // little-endian: spools stay on the machine that wrote them
  out.append(bytes, sizeof bytes);
}

inline std::uint32_t GetU32(std::string_view bytes) {
  std::uint32_t number = 0;
  std::memcpy(&number, bytes.data(), sizeof number);
  return number;
}

// magic, version, length of `payload`, `payload`, checksum of all that.
std::string Prelude(std::string_view magic, std::string_view payload);

// The payload of the prelude that `bytes` begin with; `*end` is where it ends. Throws
// Error(kCorrupt) with `path` in it.
std::string_view CheckPrelude(std::string_view bytes, std::string_view magic,
                              const std::string& path, std::size_t* end);

}  // namespace kproof::spool

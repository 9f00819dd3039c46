// Numbers of fixed width, little-endian, one after another: the entries of frames of single
// records. Each call throws Error(kCorrupt) where the bytes end early or the number can't be.
//
// Not thread-safe.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "harness/base/clock.h"

namespace kproof {

// Times lie so far from the ends of their numbers that sums and differences of two fit.
inline constexpr std::int64_t kMostMicros = std::int64_t{1} << 60;

class FixedFields {
 public:
  explicit FixedFields(std::string_view bytes) : bytes_(bytes) {}

  bool More() const { return !bytes_.empty(); }
  std::uint8_t ByteUpTo(std::uint8_t limit);
  std::uint32_t U32();
  std::int32_t I32() { return static_cast<std::int32_t>(U32()); }
  // A sequence that SQLite can hold.
  std::uint64_t Sequence();
  // An offset, or -1 for none; `needed`: there has to be one.
  std::int64_t Offset(bool needed);
  // Microseconds, of the run or since 1970, less than kMostMicros either way.
  std::int64_t Micros();
  std::span<const std::byte> Bytes(std::size_t count);

 private:
  std::uint64_t U64();

  std::string_view bytes_;
};

}  // namespace kproof

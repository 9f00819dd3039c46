// What columns of the store may hold, as values; anything else was written by nobody that we know.
// Private to the store's reading side.
//
// Thread-safe: pure functions. Everything throws Error(kCorrupt).
#pragma once

#include <fmt/format.h>

#include <cstdint>

#include "harness/base/error.h"
#include "harness/base/sqlite.h"

namespace kproof {

// An enumerator whose values run from 0 to `last`.
template <typename Enum>
Enum AsEnum(std::int64_t value, Enum last, const char* column) {
  if (value < 0 || value > static_cast<std::int64_t>(last)) {
    throw Error(ErrorKind::kCorrupt,
                fmt::format("the audit store holds {} in column {}", value, column));
  }
  return static_cast<Enum>(value);
}

inline std::int32_t Int32(const Statement& row, int column) {
  return static_cast<std::int32_t>(row.Int(column));
}

// Of the records of a span.
inline std::uint64_t Count(const Statement& row, int column) {
  const auto count = row.Int(column);
  if (count <= 0) throw Error(ErrorKind::kCorrupt, "the audit store holds a span of no records");
  return static_cast<std::uint64_t>(count);
}

}  // namespace kproof

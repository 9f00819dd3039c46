// One stream in one window of event time, as one reader saw it: what `kproof audit` found when the
// window closed, and what came late. Derived from spans, and kept so that a window is told once.
#pragma once

#include <cstdint>
#include <optional>

#include "audit/facts/facts.h"

namespace kproof {

struct WindowRow {
  std::int64_t start_s = 0;  // of the window, seconds since 1970 by the producers' clocks
  std::int64_t width_s = 0;
  StreamId stream;
  std::string reader;  // "" where nobody has read from that partition

  // What the producer said of records that it created in this window.
  std::uint64_t acked = 0, failed = 0, unknown = 0;
  std::optional<std::uint64_t> first_sequence, last_sequence;  // of all of them
  std::optional<std::int64_t> first_offset, last_offset;       // of acked ones
  Digest acked_digest;                                         // over (sequence, offset)

  // What the reader said of them.
  std::uint64_t read = 0;     // records, the same offset once
  Digest read_digest;         // of these
  std::uint64_t missing = 0;  // acked and not read, though the reader has passed their place
  std::uint64_t doubled = 0;  // offsets beyond the first at which one record was read
  std::uint64_t extra = 0;    // read, though their send certainly failed
  std::uint64_t unseen = 0;  // acked and not read, and the reader has not surely passed their place
  std::uint64_t late = 0;    // told only after the window had closed

  // What a reader that processes or commits did with acked ones; nothing where it reports no such
  // thing in that partition.
  std::optional<std::uint64_t> processed;    // once at least
  std::optional<std::uint64_t> reprocessed;  // effects beyond the first
  std::optional<std::uint64_t> committed;    // below its claim
  // Below its claim and never processed, though it had read before them.
  std::optional<std::uint64_t> unprocessed;

  bool FallsShort() const {
    return missing > 0 || doubled > 0 || extra > 0 || unprocessed.value_or(0) > 0;
  }
  bool operator==(const WindowRow&) const = default;
};

}  // namespace kproof

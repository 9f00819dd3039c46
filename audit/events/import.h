// events.jsonl → audit store: what anybody's client wrote becomes facts that the judge reads like
// those of a run. docs/events.md describes the format.
//
// The file is read once, line by line, and never held in memory; only where an actor's events do
// not stand in the order of their times is it sorted first, and read again. Not thread-safe.
#pragma once

#include <cstdint>
#include <string>

namespace kproof {

struct Imported {
  std::uint64_t events = 0;
  bool sorted = false;  // the file was not in order
};

// `events` is a file, or "-" for stdin. Creates the store at `store`; temporary files have no name.
// A history that is known to be cut is imported as far as it goes, and the store says so. Throws
// Error(kUsage) with a row "FILE:LINE: what; what to do" for each of the first errors; the store is
// gone then.
Imported ImportEvents(const std::string& events, const std::string& store);

}  // namespace kproof

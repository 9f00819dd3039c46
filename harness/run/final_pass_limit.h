// How long the final pass may take: it follows from what there is to read, so that a long run is
// not inconclusive for its length alone.
//
// Thread-safe: a pure function.
#pragma once

#include <cstdint>

#include "harness/base/clock.h"

namespace kproof {

// `records` and `bytes` of values that may stand in the logs; each is read once by the final pass
// and once from every replica, at the same time.
struct LoadToRead {
  std::uint64_t records = 0;
  std::uint64_t bytes = 0;
  int replication = 1;  // the highest of the topics'
};

// 120 s, and the time that the slowest machine we know needs for the load.
Duration FinalPassLimit(const LoadToRead& load);

}  // namespace kproof

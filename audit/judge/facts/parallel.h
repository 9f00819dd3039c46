// How many threads load the rows of a store. The result does not depend on it: each thread has its
// own table and its own totals.
//
// Two help at most: one reads what was settled, the other what was read.
#pragma once

#include <algorithm>
#include <cstdint>
#include <thread>

namespace kproof {

struct Parallel {
  unsigned threads = std::clamp(std::thread::hardware_concurrency(), 1U, 2U);
  std::uint64_t from_bytes = std::uint64_t{1} << 20;  // smaller stores are read by one thread
};

}  // namespace kproof

// When a client handed over which offsets of one partition: no commit of them can have been asked
// for before. Clients that commit by themselves tell only when the answer came.
//
// Not thread-safe.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>

#include "harness/base/clock.h"

namespace kproof {

class HandedOver {
 public:
  // Offsets ascend; one that goes back begins anew.
  void Record(std::int64_t offset, RunMicros now);
  // When a commit of `offset`, everything below it being done, can have been asked for at the
  // earliest, to 10 ms; nothing where that is not known any more. Forgets what lies before it.
  std::optional<RunMicros> EarliestCommit(std::int64_t offset);

 private:
  struct Part {
    std::int64_t end = 0;  // one past its last offset
    RunMicros from = 0;    // its first record
  };
  std::deque<Part> parts_;
};

}  // namespace kproof

// When a client handed over which offsets of one partition: no commit of them can have been
// requested earlier. Clients that commit automatically report only when the answer came.
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
  // The earliest time, to 10 ms, at which a commit of `offset` (everything below it is done) can
  // have been requested; nothing if that is no longer known. Forgets what lies before it.
  std::optional<RunMicros> EarliestCommit(std::int64_t offset);

 private:
  struct Part {
    std::int64_t end = 0;  // one past its last offset
    RunMicros from = 0;    // its first record
  };
  std::deque<Part> parts_;
};

}  // namespace kproof

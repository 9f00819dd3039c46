// What a spool says of how records were settled, and what of it the marks of its producer know
// besides: a producer that was killed took the acks of its last second with it, but had counted
// them in shared memory.
//
// Not thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "audit/facts/spool.h"
#include "audit/facts/spool_marks.h"

namespace kproof {

class Settles {
 public:
  // Each frame of the spool, once, in their order.
  void Take(const SpoolFrame& frame);
  // The acks that `marks` know and the spool lacks, without offsets and as of its last settle, or as
  // of `last_ack`, which the agent showed on its page (0: nothing), where that was later.
  // Nothing when more than that may be missing: the spool is not that of a producer, has
  // transactions, or records were settled out of order behind its end.
  std::optional<std::vector<SpoolSettled>> Missing(const std::vector<SentMark>& marks,
                                                   RunMicros last_ack = 0) const;
  RunMicros last() const { return last_; }  // settle, or the opening

 private:
  struct Stream {
    std::uint64_t acked = 0;    // as SentMark
    std::uint64_t settled = 0;  // likewise
  };
  std::map<StreamId, Stream> streams_;
  RunMicros last_ = 0;
  bool of_a_producer_ = false;
  bool transactional_ = false;
};

}  // namespace kproof

// Visits the streams that digests did not clear, decoded, a few at a time.
#pragma once

#include <functional>

#include "audit/judge/facts/history.h"
#include "audit/judge/records/chain.h"

namespace kproof {

// What was acked and what stands in the log of one stream.
struct UncleanStream {
  std::size_t index = 0;  // in History::streams()
  Chains acked, log;
};

// Streams with a few million records together are decoded in one pass over the store, which bounds
// the memory as long as no single stream is larger. `wanted`: of which streams, by index; nothing:
// of all that are not clean.
void EachUnclean(const History& history, const std::function<void(const UncleanStream&)>& take,
                 const std::function<bool(std::size_t)>& wanted = nullptr);

}  // namespace kproof

// Which of two things happened before the other, as far as the clocks of their actors tell.
#pragma once

#include "tests/unit/audit/oracle.h"

namespace kproof {

// `from` differs from `to` where it took a while and nobody knows when in it it happened.
struct OracleMoment {
  std::string actor;
  RunMicros from = 0, to = 0;
};

inline OracleMoment MomentOf(const ConsumerStep& step) {
  return {step.consumer, step.asked.value_or(step.at), step.at};
}

// Surely. An actor without the common clock orders only what it did itself; two that overlap, or
// touch, have no order.
inline bool Before(const EventList& events, const OracleMoment& one, const OracleMoment& other) {
  const bool compare = one.actor == other.actor || (!events.untimed.contains(one.actor) &&
                                                    !events.untimed.contains(other.actor));
  return compare && one.to < other.from;
}

}  // namespace kproof

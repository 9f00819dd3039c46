// The topic of a random history, deleted and made again: when, and who tells which incarnation it
// was. What happened before 3 s was in the first one, "A".
#pragma once

#include "harness/base/random.h"
#include "tests/unit/audit/oracle.h"

namespace kproof {

class RandomTopics {
 public:
  // `calm`: it was asked for, and both ends of it are known.
  RandomTopics(Random& random, bool calm, EventList& events);
  // When the first record of the second incarnation is settled: now and then before anybody knows
  // that it is there.
  static RunMicros Second(Random& random);
  // Somebody writes the ids down, somebody does not.
  static void Name(Random& random, EventList& events);
};

}  // namespace kproof

// A failure that somebody thinks of, as the classes of failure that promises are asked about.
//
// Thread-safe: a pure function.
#pragma once

#include <cstdint>
#include <set>
#include <string>

#include "audit/promise/promise.h"
#include "harness/base/clock.h"

namespace kproof {

struct AssumedFailure {
  std::set<std::string> classes;  // names of failure classes (harness/words); "none" stands for no
                                  // failure
  std::int64_t nodes = 1;         // that it hits
  Duration outage{0};             // besides the time until a broker's session ends
};

// With `session`, the time after which a broker that is silent is fenced, added to the outage.
FailureClasses ClassesOf(const AssumedFailure& failure, Duration session);

}  // namespace kproof

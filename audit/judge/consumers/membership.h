// When members of groups held which partitions: for certain, and possibly.
//
// A member that wrote no `close` held its last assignment for certain up to its last fact, and
// possibly up to the end of the history. While its client reports trouble nothing is certain,
// because it may go on as another process. Not thread-safe.
#pragma once

#include <map>
#include <vector>

#include "audit/judge/consumers/claims.h"

namespace kproof {

struct HeldTime {
  RunMicros from = 0, to = 0;
};

struct Holds {
  std::vector<HeldTime> certain, possible;  // by time, apart from one another
  // The positions that assignments gave, and when.
  std::vector<std::pair<RunMicros, std::uint64_t>> begun;
};

// `end`: of the history. Members without a clock hold nothing for certain.
std::map<GroupPlace, Holds> HoldsOf(const History& history, RunMicros end);

// The last moment that facts of members, groups and records tell of.
RunMicros LastFact(const History& history);

}  // namespace kproof

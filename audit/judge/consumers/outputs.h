// What members of groups made of the records that they read. An output is the effect of its input
// once it stands in the log for whoever may read it: where it was sent in a transaction, for
// readers of committed records.
//
// Not thread-safe.
#pragma once

#include <cstdint>
#include <set>
#include <vector>

#include "audit/judge/facts/history.h"

namespace kproof {

// Inputs of one partition, by the fate of what was made from them.
struct OutputEffects {
  std::int64_t actor = 0;  // that sent the outputs
  GroupId group;
  PartitionKey inputs;
  std::vector<Range> done;   // each as often as an output of it stands there
  std::vector<Range> maybe;  // no pass has gone over the output's place
};

// Of actors that belong to one group alone and told of no effects themselves: those that did say
// what their work is.
std::vector<OutputEffects> OutputsOf(const History& history);

// Groups with an effect of either kind.
std::set<GroupId> WorkingGroups(const History& history);

}  // namespace kproof

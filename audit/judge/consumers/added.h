// Partitions that a group got because they were added to a topic that it read already. Records that
// were written to such a partition before any member was assigned it are owed to the group too
// (KAFKA-12478).
//
// Not thread-safe.
#pragma once

#include <map>
#include <set>

#include "audit/judge/consumers/claims.h"

namespace kproof {

// From the weakest to the strongest.
enum class Added {
  kNo,     // for all that is known
  kMaybe,  // it went to a member in its first assignment, or two facts have no order
  kYes
};

// Of the partitions that groups have claims on. `members`: of each group. Whether facts of a member
// may be missing is checked where records are owed (MayHideFacts).
std::map<GroupPlace, Added> AddedPartitions(
    const History& history, const std::map<GroupId, std::set<std::int64_t>>& members,
    const std::map<GroupPlace, PlaceClaims>& claims);

}  // namespace kproof

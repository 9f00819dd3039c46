// What consumer groups owe and did: positions, claims, and effects with the records that they are
// effects of.
//
// What stands between a group's first position in a partition and its claim is owed, less what
// resets jumped over. The first position in a partition that was added while the group read the
// topic is 0 (added.h).
//
// An effect names an offset. Its record is the one that the actor itself returned there, else that
// anybody of the group did, else that anybody did; where several records were read at one offset by
// the first of these that read any, it is not known. Not thread-safe.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "audit/judge/consumers/claims.h"
#include "audit/judge/records/places.h"

namespace kproof {

// Effects at consecutive offsets whose records are known.
struct Effect {
  std::int64_t actor = 0;
  std::int32_t partition = 0;
  PlacePiece place;
  // How often the group had been put back to it on purpose; nothing: then or later, nobody knows.
  std::optional<std::size_t> time;
  bool put_back = false;  // ever
  bool vague = false;     // nobody knows whether it was
};

struct GroupHistory {
  std::set<std::int64_t> members;                 // actors that read, processed or committed for it
  std::map<PartitionKey, RangeSet> owed;          // that it claims to have done
  std::map<PartitionKey, RangeSet> maybe_owed;    // likewise, if what is not known is so
  std::vector<Effect> effects;                    // in the order in which they were written
  std::map<PartitionKey, RangeSet> unidentified;  // offsets of the other effects
  bool processes = false;                         // it told of at least one effect
};

// Of History::groups(), which keeps them.
ConsumerGroups GroupsOf(const History& history);

// Whether a member, or a consumer of which nobody knows the group, may have facts that were not
// written.
bool MayHideFacts(const History& history, const ConsumerGroups& groups, const GroupId& id);

}  // namespace kproof

// What consumer groups owe and what they did: positions, claims, and effects with their records.
//
// A group owes the records between its first position in a partition and its claim, except those
// that resets jumped over. The first position in a partition that was added while the group read
// the topic is 0 (added.h).
//
// An effect names an offset. Its record is the one that the actor itself read there, else one that
// a member of the group read, else one that any reader read. If the first of these that read there
// found several records, it is not known. Not thread-safe.
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
  // How often the group had been reset to it or below; nothing: it is not known whether before or
  // after.
  std::optional<std::size_t> time;
  bool put_back = false;  // ever
  bool vague = false;     // it is not known whether it was
};

struct GroupHistory {
  std::set<std::int64_t> members;                 // actors that read, processed or committed for it
  std::map<PartitionKey, RangeSet> owed;          // that it claims to have done
  std::map<PartitionKey, RangeSet> maybe_owed;    // likewise, if what is not known is so
  std::vector<Effect> effects;                    // in the order in which they were written
  std::map<PartitionKey, RangeSet> unidentified;  // offsets of the other effects
  std::map<PartitionKey, RangeSet> unread;        // inputs whose output no pass has gone over
  bool processes = false;                         // it has at least one effect
};

// Of History::groups(), which keeps them.
ConsumerGroups GroupsOf(const History& history);

// Whether facts may be missing of a member, or of a consumer whose group is not known.
bool MayHideFacts(const History& history, const ConsumerGroups& groups, const GroupId& id);

}  // namespace kproof

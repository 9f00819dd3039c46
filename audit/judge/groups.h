// What consumer groups claimed and did: positions, commits, and effects with the records that they
// are effects of.
//
// An effect names an offset. Its record is the one that the actor itself returned there, else that
// anybody of the group did, else that anybody did; where several records were read at one offset by
// the first of these that read any, it is not known. Not thread-safe.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "audit/judge/places.h"

namespace kproof {

using GroupId = std::pair<std::string, std::string>;  // cluster, name

// Effects at consecutive offsets whose records are known.
struct Effect {
  std::int64_t actor = 0;
  std::int32_t partition = 0;
  PlacePiece place;
};

struct GroupHistory {
  std::set<std::int64_t> members;  // actors that read, processed or committed for it
  std::map<PartitionKey, std::uint64_t> committed;  // highest acked; below it all is claimed done
  std::map<PartitionKey, std::uint64_t> first;      // first position that it ever had
  std::vector<Effect> effects;                      // in the order in which they were written
  std::map<PartitionKey, RangeSet> unidentified;    // offsets of the other effects
  bool processes = false;                           // it told of at least one effect
};

std::map<GroupId, GroupHistory> GroupsOf(const History& history);

}  // namespace kproof

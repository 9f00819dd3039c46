// The fact of an assignment, of any member of a group.
//
// Thread-safe: pure functions.
#pragma once

#include <string>

#include "audit/facts/flow.h"
#include "harness/kafka/group_client.h"

namespace kproof {

PlaceId IdOf(const std::string& cluster, const ReadPlace& place);

// Without positions: where the member begins is known with its first record, for the client asks
// the group's coordinator itself.
Assignment FactOf(const GroupAssignment& assignment, const std::string& cluster,
                  const std::string& group, RunMicros at);

}  // namespace kproof

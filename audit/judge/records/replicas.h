// Replicas that were not compared with their leader, and why; and what none of them may have
// deleted yet.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "audit/judge/facts/history.h"

namespace kproof {

// Sentences for `not_tested`; none where no replica was read at all: then the check itself is not
// tested.
std::vector<std::string> ReplicasNotCompared(const History& history);

// Sentences for "inconclusive": replicas that the ISR vouches for and that could not be compared to
// their end, because a `diverged` of 0 would acquit them unseen; and replicas that hold something
// where the leader's log holds nothing, which is no record in the log and still no sound cluster.
std::vector<std::string> DoubtsAboutReplicas(const History& history);

// Topics (ids) of which even the oldest acked record is too young for retention, and nobody asked
// for a deletion: what a replica deleted of them it deleted early.
std::set<std::int64_t> TopicsTooYoungToExpire(const History& history);

}  // namespace kproof

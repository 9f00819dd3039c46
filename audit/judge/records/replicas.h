// Replicas that were not compared with their leader, and why; and topics of which no replica may
// have deleted anything yet.
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

// Sentences for "inconclusive": replicas in the ISR that could not be compared to their end,
// because a `diverged` of 0 would not cover them; and replicas with records where the leader's log
// has none: those are not records of the log, but the cluster is not sound.
std::vector<std::string> DoubtsAboutReplicas(const History& history);

// Topics (ids) of which even the oldest acked record is too young for retention, and no deletion
// was requested: what a replica deleted of them, it deleted early.
std::set<std::int64_t> TopicsTooYoungToExpire(const History& history);

}  // namespace kproof

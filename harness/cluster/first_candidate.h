// The first election of a quorum of controllers, without its time-out. A voter that has never voted
// waits for controller.quorum.election.timeout.ms and up to as much again (1 to 2 s) before it asks
// for votes, and brokers wait with it. One that asked before it was stopped asks at once: so the
// first controller finds on its disk that it did, in epoch 1.
//
// Source: QuorumState.initialize (org.apache.kafka.raft, 3.3 to 4.3), FileQuorumStateStore.
#pragma once

#include <vector>

#include "harness/cluster/node_files.h"

namespace kproof {

// Of nodes that are prepared (PrepareNode) and have not been started. Nothing to do for a dynamic
// quorum, a lone voter, or where the configuration names voters or a folder of its own for
// metadata. Throws Error where the file can't be written.
void LetFirstControllerStand(const std::vector<NodePlan>& nodes);

// "quorum-state" of a voter that asked for votes in epoch 1, and got no answer.
std::string CandidateState(int id, const std::vector<int>& voters);

}  // namespace kproof

// A dynamic quorum (KIP-853, Kafka 3.9) begins with voters that stand in a snapshot at offset 0 of
// the metadata log of each of them, by node id, directory id and address: what StorageTool writes
// for --initial-controllers. A controller without such a snapshot, as with a new disk, begins as an
// observer and becomes a voter by AddRaftVoter.
#pragma once

#include "harness/cluster/node_files.h"

namespace kproof {

// Throws Error(kNotRun) where this Kafka can't have a dynamic quorum.
void RequireDynamicQuorum(const KafkaHome& home);

// Writes that snapshot for `founders`, which are prepared (PrepareNode) and have not been started;
// `folder` is there, to work in.
void FoundQuorum(const KafkaHome& home, const std::vector<NodePlan>& founders,
                 const std::string& folder);

}  // namespace kproof

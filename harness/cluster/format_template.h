// A log folder as `StorageTool format` leaves it, made once per Kafka version and features and then
// copied: formatting costs a JVM a node, copying nothing. meta.properties is written anew for each
// node; bootstrap.checkpoint, which holds the feature levels and a time, is the same for all (seen
// for 3.3.1 to 4.3.1 with static controller.quorum.voters).
//
// Safe to call from several processes at once.
#pragma once

#include "harness/cluster/node_files.h"

namespace kproof {

// Fills the empty `folder`, one of the log folders of `node` of cluster `cluster_id`.
void FormatFromTemplate(const KafkaHome& home, const NodePlan& node, const std::string& cluster_id,
                        const std::string& folder);

}  // namespace kproof

// A log folder as `StorageTool format` leaves it, made once per Kafka version and features and then
// copied: formatting takes a JVM for each node, copying takes nothing. meta.properties is written
// anew for each node; bootstrap.checkpoint, which holds the feature levels and a time, is the same
// for all (seen for 3.3.1 to 4.3.1). What founds a dynamic quorum comes on top of it
// (dynamic_quorum.h).
//
// Safe to call from several processes at once.
#pragma once

#include "harness/base/clock.h"
#include "harness/cluster/node_files.h"

namespace kproof {

// It takes a few seconds, and much longer on a machine whose processors others have.
inline constexpr Duration kFormatLimit = std::chrono::minutes(3);

// Runs the tool for a node with these properties and the arguments `more`; it creates `folder`.
// Throws Error(kNotRun) with what the tool says, or that it took too long.
void RunFormatTool(const KafkaHome& home, Properties properties,
                   const std::vector<std::string>& more, const std::string& folder,
                   Duration limit = kFormatLimit);

// Fills the empty `folder`, one of the log folders of `node` of cluster `cluster_id`.
void FormatFromTemplate(const KafkaHome& home, const NodePlan& node, const std::string& cluster_id,
                        const std::string& folder);

}  // namespace kproof

// Another Kafka for a node of the local driver, as an upgrade does it: the same folders, settings
// and addresses, other jars.
#pragma once

#include <string>

#include "harness/cluster/cluster.h"

namespace kproof {

// From its next start on, the node runs `kafka_version` from the cache (kafka_home.h). Throws Error
// while it runs, Error(kNotRun) where its driver can't, or where that Kafka can't be had.
void UpgradeNode(Node& node, const std::string& kafka_version);

}  // namespace kproof

// Nodes and topics report the settings that the scenario gave them. A run under other settings than
// it says would be no evidence, so what differs ends it before any load.
//
// Thread-safe: pure functions.
#pragma once

#include <string>
#include <vector>

#include "audit/store/run_facts.h"
#include "harness/scenario/scenario.h"

namespace kproof {

// `told` as ReadSettings gives it; who told nothing is passed over. Throws Error(kUsage) that names
// the first node or topic which does not know a setting, does not report it, or reports another
// value.
void VerifySettings(const ClusterSpec& cluster, const std::string& kafka_version,
                    const std::vector<TopicSpec>& topics, const std::vector<SettingFact>& told);

}  // namespace kproof

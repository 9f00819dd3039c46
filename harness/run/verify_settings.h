// Checks that nodes and topics report the settings that the scenario gave them. A run with other
// settings proves nothing, so a difference ends it before any load.
//
// Thread-safe: pure functions.
#pragma once

#include <string>
#include <vector>

#include "audit/store/run_facts.h"
#include "harness/scenario/scenario.h"

namespace kproof {

// `told` is what ReadSettings returned; nodes and topics that reported nothing are skipped. Throws
// Error(kUsage) that names the first node or topic which does not know a setting, does not report
// it, or reports another value.
void VerifySettings(const ClusterSpec& cluster, const std::string& kafka_version,
                    const std::vector<TopicSpec>& topics, const std::vector<SettingFact>& told);

}  // namespace kproof

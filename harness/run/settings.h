// The effective settings of topics and brokers, asked of the cluster itself, as facts with the
// origin of each value. Producers write their own (harness/agent).
//
// Throws nothing for a node that does not answer: what can't be read is missing, and the promise
// says so.
#pragma once

#include <string>
#include <vector>

#include "audit/store/run_facts.h"
#include "harness/cluster/cluster.h"

namespace kproof {

// In a value's place: Kafka keeps it to itself, or has no such setting and ignores what was given.
inline constexpr char kHiddenSetting[] = "[hidden]";
inline constexpr char kUnknownSetting[] = "[unknown to Kafka]";
// The origin of a level of a feature, which brokers say in another answer than their settings.
inline constexpr char kFeatureOrigin[] = "FEATURE";

std::vector<SettingFact> ReadSettings(const Cluster& cluster,
                                      const std::vector<std::string>& topics);

}  // namespace kproof

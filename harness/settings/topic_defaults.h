// Defaults: whether a setting has one, and which settings of brokers a topic follows where it has
// none of its own (Kafka's ServerTopicConfigSynonyms).
//
// Thread-safe: pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "harness/settings/tables.h"

namespace kproof {

// False for one that has to be given, or is not set unless it is given.
bool HasDefault(const Setting& setting);

struct FollowedSetting {
  std::string broker;       // "log.retention.hours"
  std::int64_t factor = 1;  // of its value, for the topic's unit: hours to ms
};

// The first of them that is set counts; none for a setting that follows no broker's.
std::vector<FollowedSetting> FollowedByTopic(const std::string& topic_setting);

}  // namespace kproof

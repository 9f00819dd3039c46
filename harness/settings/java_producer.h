// What Kafka's own producer makes of the properties that it is given: its defaults for the rest,
// and what it refuses (ProducerConfig.java).
//
// Thread-safe: pure functions.
#pragma once

#include <string>
#include <vector>

#include "harness/settings/check.h"

namespace kproof {

struct JavaProducerSetting {
  std::string key, value;
  std::string origin;  // "given", or "profile java", perhaps with a reason
};

// Every setting of the producer of this version that has a value, in alphabetical order. Throws
// Error(kUsage) for a name that it does not know, a value that it refuses, and settings that it
// refuses together.
std::vector<JavaProducerSetting> EffectiveOfJavaProducer(const std::string& kafka_version,
                                                         const SettingMap& given);

}  // namespace kproof

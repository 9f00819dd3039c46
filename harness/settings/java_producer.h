// What Kafka's own producer makes of the properties that it is given: its defaults for the rest,
// and what it refuses (ProducerConfig.java).
//
// Thread-safe: pure functions.
#pragma once

#include <set>
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

// A setting that nobody asked for and that the producer changes, because of others.
struct JavaAdjustment {
  std::string key, value;
  std::string why;  // "because acks=1", "raised to linger.ms + request.timeout.ms"
};

// `values` are all of its values, defaults among them; those of `given` stay as they are, whether
// it refuses them together or not.
std::vector<JavaAdjustment> AdjustmentsOfJavaProducer(const std::string& version,
                                                      const SettingMap& values,
                                                      const std::set<std::string>& given);

}  // namespace kproof

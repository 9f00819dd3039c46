// Which Kafka a broker is, by the highest level of metadata.version that it knows: no request asks
// for the version by name.
//
// Thread-safe: a pure function.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace kproof {

struct KafkaRelease {
  std::string minor;   // "4.3"
  std::string newest;  // the newest of its patches that is known here: "4.3.1"
};

// Nothing for a level that no release known here ends with.
std::optional<KafkaRelease> ReleaseOfLevel(std::int16_t highest_metadata_version);

}  // namespace kproof

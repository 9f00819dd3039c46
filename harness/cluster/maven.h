// Kafka's jars by Maven, which resolves what they depend on and honours the mirrors and proxies in
// the user's settings.
//
// Safe to call from several processes at once into different folders.
#pragma once

#include <string>

#include "harness/cluster/kafka_home.h"

namespace kproof {

// Puts the jars of Kafka `version` into `folder`. Throws Error(kNotRun): no mvn, no network, no
// such version.
void FetchJars(const std::string& version, const std::string& folder, const Progress& progress);

}  // namespace kproof

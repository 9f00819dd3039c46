// Kafka's jars by Maven, which resolves what they depend on and honours the mirrors and proxies in
// the user's settings.
//
// Safe to call from several processes at once into different folders.
#pragma once

#include <string>

#include "harness/cluster/kafka_home.h"

namespace kproof {

struct JarOrder {
  std::string version;     // of Kafka
  std::string folder;      // where they go; made where it is not there
  std::string java;        // the java program that Maven runs on
  std::string repository;  // Maven's own store, where the user's (~/.m2) can't be written
};

// Throws Error(kNotRun): no mvn, no network, no such version.
void FetchJars(const JarOrder& order, const Progress& progress);

// Throws Error(kUsage) for a text that can't be a version, so that none becomes part of a path.
void RequirePlainVersion(const std::string& version);

}  // namespace kproof

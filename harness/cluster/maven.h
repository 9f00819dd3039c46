// Jars by Maven, which resolves what they depend on and honours the mirrors and proxies in
// the user's settings.
//
// Safe to call from several processes at once into different folders.
#pragma once

#include <string>
#include <vector>

#include "harness/cluster/kafka_home.h"

namespace kproof {

struct MavenArtifact {
  std::string group, artifact, version;
};

struct JarOrder {
  std::string name;                      // for people: "Kafka 4.3.1"
  std::vector<MavenArtifact> artifacts;  // with all that they depend on
  std::string otherwise;                 // what to do where there is no network, for people
  std::string folder;                    // where they go; made where it is not there
  std::string java;                      // the java program that Maven runs on
  std::string repository;  // Maven's own store, where the user's (~/.m2) can't be written
};

// Throws Error(kNotRun): no mvn, no network, no such version; kUsage: no version at all.
void FetchJars(const JarOrder& order, const Progress& progress);

// Throws Error(kUsage) for a text that can't be a version, so that none becomes part of a path.
void RequirePlainVersion(const std::string& version);

}  // namespace kproof

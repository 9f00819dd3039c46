// Where Kafka's jars are and with which Java they run. Jars come from Maven, once, into a cache
// that all runs share
// ($KPROOF_CACHE, else $XDG_CACHE_HOME/kproof, else ~/.cache/kproof); a class-data archive and a
// formatted template are made once per version, because they halve the time to ready.
//
// Safe to call from several processes at once: each artefact is made under a lock beside it and
// moved into place.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "harness/base/error.h"

namespace kproof {

struct KafkaHome {
  std::string version;            // "4.3.1"; from the jars themselves
  std::vector<std::string> jars;  // absolute, in a fixed order (a class-data archive depends on it)
  std::string java;               // absolute path of the java program
  int java_major = 0;
  std::string class_data_archive;  // "" : none could be made
  std::string cache;               // folder of this version's artefacts

  std::string ClassPath() const;
};

using Progress = std::function<void(const std::string&)>;

// Kafka `version` from the cache, fetched first when it is not there. `kafka_dir` other than ""
// names an unpacked Kafka or a folder of jars instead, and nothing is fetched. Throws
// Error(kNotRun): no Java, Java too old for this Kafka, no Maven or no network to fetch with, a
// folder without Kafka in it.
KafkaHome FindKafka(const std::string& version, const std::string& kafka_dir,
                    const Progress& progress);

// From now on FindKafka of this version throws `error` at once. Only while the program has a single
// thread.
void RememberFailedFetch(const std::string& version, const Error& error);

// Whether its jars are there, so that nothing has to be fetched.
bool IsCached(const std::string& version);

// Where the fetched jars of a version are, or would be.
std::string JarFolder(const std::string& version);

// The version of the Kafka in an unpacked folder or a folder of jars; "" where there is none.
std::string VersionInFolder(const std::string& kafka_dir);

// The folder that all artefacts are cached in.
std::string CacheFolder();
// Its name in errors.
inline constexpr const char* kCacheWords = "the cache (KPROOF_CACHE, XDG_CACHE_HOME or HOME)";

}  // namespace kproof

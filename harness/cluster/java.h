// The Java that runs Kafka: that of JAVA_HOME; without it the first that is new enough on PATH, or
// where Debian's packages put theirs.
//
// Thread-safe.
#pragma once

#include <string>

namespace kproof {

struct Java {
  std::string program;  // absolute path
  int major = 0;        // 17
  std::string version;  // "17.0.15+6-Debian-1deb12u1": class-data archives hold for exactly one
};

// The Java for this version of Kafka. Throws Error(kNotRun) when there is none, when it does not
// say its version, and when it is too old.
Java FindJava(const std::string& kafka_version);

// The number of "17.0.15" or "1.8.0_392"; 0 for anything else.
int JavaMajor(const std::string& version);

// Throws Error(kNotRun) when `java` is too old for this Kafka: brokers need 17 from Kafka 4.0 on
// and 11 in Kafka 3, by the class files in the jars.
void RequireJava(const Java& java, const std::string& kafka_version);

}  // namespace kproof

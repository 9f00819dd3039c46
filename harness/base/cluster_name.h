// How something of a cluster is named where a run has several: "payments/0", "broker-2" and
// "broker 2" are those of the cluster `main`; those of others are "east:payments/0".
//
// Thread-safe: a pure function.
#pragma once

#include <string>

namespace kproof {

// The name that stands for a run's only cluster, and for the first where histories say nothing.
inline constexpr const char* kMainCluster = "main";

// `cluster` "" is one that nobody named; it counts as `main`.
inline std::string InCluster(const std::string& cluster, const std::string& name) {
  return cluster.empty() || cluster == kMainCluster ? name : cluster + ":" + name;
}

// The same for names of files.
inline std::string LogNameOf(const std::string& cluster, const std::string& name) {
  return cluster == kMainCluster ? name : cluster + "." + name;
}

}  // namespace kproof

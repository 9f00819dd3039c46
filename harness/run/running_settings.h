// The settings of a topic and its brokers, and the features of their cluster, asked of a running
// cluster through Kafka's API (Metadata, DescribeConfigs, ApiVersions), each with its origin.
// Nothing is written.
//
// Plain text only: neither TLS nor SASL.
#pragma once

#include <map>
#include <string>

#include "harness/deployed/deployed.h"

namespace kproof {

struct RunningQuestion {
  std::string bootstrap_servers;  // "a:9092,b:9092": the first that answers is asked
  std::string topic;
  std::string broker;                             // its number; "": brokers have to be set alike
  std::map<std::string, std::string> properties;  // of --command-config
};

struct RunningSettings {
  std::string cluster_id;
  Deployed deployed;
};

// Throws Error(kUsage) for addresses that are none, a topic or a broker that does not exist, and
// brokers that are set differently; Error(kNotRun) for security that is asked for, a cluster that
// can't be reached and questions that it refuses.
RunningSettings ReadRunningSettings(const RunningQuestion& question);

}  // namespace kproof

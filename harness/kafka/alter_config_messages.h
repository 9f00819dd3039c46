// IncrementalAlterConfigs v1 (KIP-339): Kafka 2.4 to 4.x. The active controller carries it out for
// topics and brokers; brokers forward it there and are needed only for loggers
// (KafkaApis.handleIncrementalAlterConfigsRequest).
//
// Thread-safe: pure functions. The reader throws Error(kCorrupt) on a damaged answer.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/kafka/admin_answer.h"
#include "harness/kafka/connection.h"

namespace kproof {

// Settings of one topic, or of one broker (its node.id; "": all brokers).
struct ConfigChange {
  enum class Scope : std::int8_t { kTopic = 2, kBroker = 4 };
  Scope scope = Scope::kTopic;
  std::string name;
  std::map<std::string, std::optional<std::string>>
      values;  // nothing: back to what holds without it
};

namespace messages {

Request AskConfigChange(const std::vector<ConfigChange>& changes);
AdminAnswer ReadConfigChange(std::string_view body);

}  // namespace messages
}  // namespace kproof

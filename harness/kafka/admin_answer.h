// How nodes answer requests that change something: one code for the request as a whole, and one
// for each thing in it (a partition, a topic, a setting's resource, a feature).
//
// Thread-safe: values and pure functions.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

namespace kproof {

// "payments/3".
struct TopicPartition {
  std::string topic;
  std::int32_t partition = 0;
  bool operator==(const TopicPartition&) const = default;
  auto operator<=>(const TopicPartition&) const = default;
};
std::string ToString(const TopicPartition& partition);

// Codes of org.apache.kafka.common.protocol.Errors that somebody decides on.
namespace kafka_error {
inline constexpr std::int16_t kNone = 0;
inline constexpr std::int16_t kUnknownTopic = 3;
inline constexpr std::int16_t kNotLeader = 6;
inline constexpr std::int16_t kRequestTimedOut = 7;
inline constexpr std::int16_t kCoordinatorLoadInProgress = 14;
inline constexpr std::int16_t kInvalidPartitions = 37;
inline constexpr std::int16_t kNotController = 41;
inline constexpr std::int16_t kElectionNotNeeded = 84;
inline constexpr std::int16_t kNoReassignmentInProgress = 85;
inline constexpr std::int16_t kBrokerIdNotRegistered = 102;
inline constexpr std::int16_t kDuplicateVoter = 126;
inline constexpr std::int16_t kVoterNotFound = 127;
}  // namespace kafka_error

// What a node said of one thing.
struct AdminResult {
  std::string object;  // "payments/3", "topic payments", "metadata.version"
  std::int16_t error = kafka_error::kNone;
  std::string message;  // Kafka's own words; may be empty
};

struct AdminAnswer {
  std::int16_t error = kafka_error::kNone;  // of the request as a whole
  std::string message;
  std::vector<AdminResult> results;

  // Whether the request or anything in it has this code.
  bool Has(std::int16_t code) const;
  // "payments/3: PREFERRED_LEADER_NOT_AVAILABLE …" of everything that was refused but for the codes
  // in `forgiven`; nothing when all is well.
  std::optional<std::string> Refusal(std::initializer_list<std::int16_t> forgiven = {}) const;
};

}  // namespace kproof

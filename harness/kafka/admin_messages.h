// Requests that change partitions, topics and settings. The active controller carries them out and
// brokers forward them there (KafkaApis.scala), but for DeleteRecords.
//
// Thread-safe: pure functions. Readers throw Error(kCorrupt) on a damaged answer.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/clock.h"
#include "harness/kafka/admin_answer.h"
#include "harness/kafka/connection.h"

namespace kproof {

enum class Election : std::int8_t {
  kPreferred = 0,  // the first replica of the assignment, where it is in the ISR
  kUnclean = 1,    // any live replica, where the partition has no leader; whatever the topic's
                   // unclean.leader.election.enable says
};

// Settings of one topic, or of one broker (its node.id; "": all brokers).
struct ConfigChange {
  enum class Scope : std::int8_t { kTopic = 2, kBroker = 4 };
  Scope scope = Scope::kTopic;
  std::string name;
  std::map<std::string, std::optional<std::string>>
      values;  // nothing: back to what holds without it
};

struct Reassignment {
  TopicPartition partition;
  std::optional<std::vector<std::int32_t>>
      replicas;  // the first is the preferred leader; nothing: end what is going on
};

// A move that has not ended.
struct OngoingReassignment {
  TopicPartition partition;
  std::vector<std::int32_t> replicas;  // old and new ones
  std::vector<std::int32_t> adding, removing;
};

namespace messages {

// ElectLeaders v2 (KIP-183, KIP-460): Kafka 2.4 to 4.x.
Request AskElection(Election election, const std::vector<TopicPartition>& partitions,
                    Duration timeout);
// ELECTION_NOT_NEEDED: it has that leader, or (unclean) a leader, already.
AdminAnswer ReadElection(std::string_view body);

// IncrementalAlterConfigs v1 (KIP-339): Kafka 2.4 to 4.x, for topics and brokers; loggers are what
// brokers change themselves (KafkaApis.handleIncrementalAlterConfigsRequest).
Request AskConfigChange(const std::vector<ConfigChange>& changes);
AdminAnswer ReadConfigChange(std::string_view body);

// AlterPartitionReassignments v0 and ListPartitionReassignments v0 (KIP-455): Kafka 2.4 to 4.x.
Request AskReassignment(const std::vector<Reassignment>& moves, Duration timeout);
AdminAnswer ReadReassignment(std::string_view body);

struct OngoingAnswer {
  std::int16_t error = kafka_error::kNone;
  std::string message;
  std::vector<OngoingReassignment> moves;
};
// Of every topic.
Request AskOngoing(Duration timeout);
OngoingAnswer ReadOngoing(std::string_view body);

// CreatePartitions v2 and DeleteTopics v6: Kafka 2.8 to 4.x.
// `count`: how many partitions the topic is to have, more than now; INVALID_PARTITIONS otherwise.
Request AskMorePartitions(const std::string& topic, std::int32_t count, Duration timeout);
AdminAnswer ReadMorePartitions(std::string_view body);

Request AskDeleteTopics(const std::vector<std::string>& topics, Duration timeout);
AdminAnswer ReadDeleteTopics(std::string_view body);

// DeleteRecords v2: Kafka 2.4 to 4.x. The leader of the partition alone, which answers
// NOT_LEADER_OR_FOLLOWER when it is another. Everything below `before`; -1: below the high
// watermark.
Request AskDeleteRecords(const TopicPartition& partition, std::int64_t before, Duration timeout);
struct DeletedRecords {
  std::int16_t error = kafka_error::kNone;
  std::int64_t log_start = -1;  // lowest of all live replicas
};
DeletedRecords ReadDeleteRecords(std::string_view body);

}  // namespace messages
}  // namespace kproof

// AlterPartitionReassignments v0 and ListPartitionReassignments v0 (KIP-455): Kafka 2.4 to 4.x. The
// active controller carries out both; brokers forward them there (KafkaApis.scala).
//
// Thread-safe: pure functions. Readers throw Error(kCorrupt) on a damaged answer.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "harness/base/clock.h"
#include "harness/kafka/admin_answer.h"
#include "harness/kafka/connection.h"

namespace kproof {

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

}  // namespace messages
}  // namespace kproof

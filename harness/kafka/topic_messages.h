// CreatePartitions v2, DeleteTopics v6 (Kafka 2.8 to 4.x; the active controller carries them out,
// brokers forward them there) and DeleteRecords v2 (Kafka 2.4 to 4.x; the leader of each partition
// alone, which answers NOT_LEADER_OR_FOLLOWER when it is another).
//
// Thread-safe: pure functions. Readers throw Error(kCorrupt) on a damaged answer.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harness/base/clock.h"
#include "harness/kafka/admin_answer.h"
#include "harness/kafka/connection.h"

namespace kproof::messages {

// `count`: how many partitions the topic is to have, more than now; INVALID_PARTITIONS otherwise.
Request AskMorePartitions(const std::string& topic, std::int32_t count, Duration timeout);
AdminAnswer ReadMorePartitions(std::string_view body);

Request AskDeleteTopics(const std::vector<std::string>& topics, Duration timeout);
AdminAnswer ReadDeleteTopics(std::string_view body);

// Everything below `before`; -1: below the high watermark.
Request AskDeleteRecords(const TopicPartition& partition, std::int64_t before, Duration timeout);
struct DeletedRecords {
  std::int16_t error = kafka_error::kNone;
  std::int64_t log_start = -1;  // lowest of all live replicas
};
DeletedRecords ReadDeleteRecords(std::string_view body);

}  // namespace kproof::messages

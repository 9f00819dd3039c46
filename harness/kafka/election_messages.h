// ElectLeaders v2 (KIP-183, KIP-460): Kafka 2.4 to 4.x. The active controller decides; brokers
// forward it there (KafkaApis.scala).
//
// Thread-safe: pure functions. The reader throws Error(kCorrupt) on a damaged answer.
#pragma once

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

namespace messages {

Request AskElection(Election election, const std::vector<TopicPartition>& partitions,
                    Duration timeout);
// ELECTION_NOT_NEEDED: it has that leader, or (unclean) a leader, already.
AdminAnswer ReadElection(std::string_view body);

}  // namespace messages
}  // namespace kproof

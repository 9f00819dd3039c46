// Questions about who does what: who coordinates a group, what it has committed, who follows the
// metadata log; and whether a broker gives producer ids out.
//
// One flexible version each that Kafka 3.3 to 4.x all know; field orders are those of
// clients/src/main/resources/common/message in apache/kafka. Send them with NodeClient::Ask.
//
// Thread-safe: pure functions. Readers throw Error(kCorrupt) on anything that is not exactly such
// an answer.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "harness/kafka/messages.h"

namespace kproof::messages {

inline constexpr std::int16_t kOffsetFetch = 9;
inline constexpr std::int16_t kFindCoordinator = 10;
inline constexpr std::int16_t kInitProducerId = 22;
inline constexpr std::int16_t kListPartitionReassignments = 46;
inline constexpr std::int16_t kDescribeProducers = 61;

// Any broker.
enum class CoordinatorKind : std::int8_t { kGroup = 0, kTransaction = 1 };
Request AskCoordinator(CoordinatorKind kind, const std::string& key);
Coded<std::int32_t> ReadCoordinator(std::string_view body);

// Any broker: a producer id of its block, for a producer without transactions. A broker that has
// no block yet asks the controller for one and answers COORDINATOR_LOAD_IN_PROGRESS meanwhile
// (RPCProducerIdManager of apache/kafka).
Request AskProducerId();
Coded<std::int64_t> ReadProducerId(std::string_view body);

// The group's coordinator only.
struct Committed {
  std::string topic;
  std::int32_t partition = 0;
  std::int64_t offset = 0;
  bool operator==(const Committed&) const = default;
};
Request AskCommitted(const std::string& group);
Coded<std::vector<Committed>> ReadCommitted(std::string_view body);

// The leader of the partition only (KIP-664): producers that have a transaction open there, as its
// log says; the coordinator may know nothing of them any more.
struct OpenProducer {
  std::int64_t id = -1;
  std::int32_t epoch = -1;
  std::int64_t from = -1;  // offset of its transaction's first record there
  bool operator==(const OpenProducer&) const = default;
};
Request AskProducers(const std::string& topic, std::int32_t partition);
Coded<std::vector<OpenProducer>> ReadOpenProducers(std::string_view body);

// The active controller only; brokers pass it on.
struct Follower {
  std::int32_t id = 0;
  std::int64_t end = -1;           // log end offset, as the leader knows it
  std::int64_t caught_up_ms = -1;  // wall clock of the leader when it last was; -1: never
  bool operator==(const Follower&) const = default;
};
struct Followers {
  std::int32_t leader = -1;
  std::int32_t epoch = -1;
  std::vector<Follower> voters;     // the leader too, caught up now
  std::vector<Follower> observers;  // brokers that are no voters
};
Request AskFollowers();
Coded<Followers> ReadFollowers(std::string_view body);

}  // namespace kproof::messages

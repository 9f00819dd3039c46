// The questions that the harness asks a node, one flexible version each that Kafka 3.3 to 4.x all
// know: how they are written and how their answers are read. Field orders are those of
// clients/src/main/resources/common/message in apache/kafka.
//
// Thread-safe: pure functions. Readers throw Error(kCorrupt) on anything that is not exactly such
// an answer.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/error.h"
#include "harness/kafka/connection.h"
#include "harness/kafka/node_client.h"

namespace kproof::messages {

// Where a long answer goes on.
struct Cursor {
  std::string topic;
  std::int32_t partition = 0;
};

struct PartitionsAnswer {
  std::vector<PartitionInfo> partitions;
  std::map<std::string, TopicId> topic_ids;
  std::optional<Cursor> next;
};

// One partition's answer with the code that came with it.
template <typename T>
struct Coded {
  std::int16_t error = 0;
  T value{};
};

struct CreatedTopic {
  std::int16_t error = 0;
  std::string message;
};

inline constexpr std::int16_t kFetch = 1;
inline constexpr std::int16_t kListOffsets = 2;
inline constexpr std::int16_t kMetadata = 3;
inline constexpr std::int16_t kCreateTopics = 19;
inline constexpr std::int16_t kDescribeConfigs = 32;
inline constexpr std::int16_t kDescribeQuorum = 55;
inline constexpr std::int16_t kDescribeTopicPartitions = 75;  // KIP-966: from Kafka 3.8

enum class Topics { kNone, kAll, kNamed };
Request AskMetadata(Topics which, const std::vector<std::string>& names);
MetadataAnswer ReadMetadata(std::string_view body);

Request AskPartitions(std::vector<std::string> names, const std::optional<Cursor>& from);
PartitionsAnswer ReadPartitions(std::string_view body);

// Version 1, the first that tells times, came with Kafka 3.3 (KIP-836).
Request AskQuorum(std::int16_t version = 0);
Coded<QuorumAnswer> ReadQuorum(std::string_view body);

// A fetch of the metadata log with leader epoch 0, which every voter refuses at once, naming the
// leader and epoch that it knows (KIP-595): the one way to ask a controller that is not the active
// one. Leader and epoch only.
Request AskLeader();
QuorumAnswer ReadLeader(std::string_view body);

// The replica id of a client that is no broker, and a leader epoch that is not known.
inline constexpr std::int32_t kConsumer = -1;
inline constexpr std::int32_t kNoEpoch = -1;

// What ListOffsets takes for a time: the log start offset, or (depending on the isolation level)
// high watermark or LSO.
inline constexpr std::int64_t kLatest = -1;
inline constexpr std::int64_t kEarliest = -2;
struct OffsetQuestion {
  std::string topic;
  std::int32_t partition = 0;
  std::int64_t time = kLatest;
  bool committed = false;  // isolation level read_committed
};
Request AskOffset(const OffsetQuestion& question);
Coded<std::int64_t> ReadOffset(std::string_view body);

enum class Resource : std::int8_t { kTopic = 2, kBroker = 4 };
Request AskConfig(Resource resource, const std::string& name);
Coded<std::vector<ConfigEntry>> ReadConfig(std::string_view body);

Request AskCreateTopic(const NewTopic& topic, Duration timeout);
CreatedTopic ReadCreateTopic(std::string_view body);

}  // namespace kproof::messages

namespace kproof {

// A question that has no method of its own in NodeClient, with its answer read. Nothing: the node
// did not answer, refused, or its answer is damaged. As NodeClient::Ask, it may put the question
// twice.
template <typename T>
std::optional<T> AskFor(NodeClient& client, const Request& question,
                        messages::Coded<T> (*read)(std::string_view), Duration timeout) {
  const auto body = client.Ask(question, timeout);
  if (!body) return std::nullopt;
  try {
    auto answer = read(*body);
    return answer.error == 0 ? std::optional(std::move(answer.value)) : std::nullopt;
  } catch (const Error& damaged) {
    if (damaged.kind() != ErrorKind::kCorrupt) throw;
    return std::nullopt;
  }
}

}  // namespace kproof

// Requests to one chosen node over a socket of its own, so that a question never ends up on a
// frozen or fenced one. Each call has a deadline; no answer is std::nullopt, which is not "no".
//
// Hand-made requests of Kafka's protocol (2–3 ms each); the interface can hold a second backend for
// clusters with TLS/SASL.
//
// Not thread-safe: one client per thread. Opens its connection when needed and again after an
// error.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "harness/base/clock.h"
#include "harness/kafka/address.h"

namespace kproof {

struct Request;

struct PartitionInfo {
  std::string topic;
  std::int32_t partition = 0;
  std::int32_t leader = -1;
  std::int32_t leader_epoch = -1;
  std::vector<std::int32_t> replicas;
  std::vector<std::int32_t> isr;
  std::vector<std::int32_t>
      elr;  // KIP-966; empty where the broker can't tell (before 3.7, or ELR off)
  bool operator==(const PartitionInfo&) const = default;
};

// The two halves of a UUID (KIP-516); newer requests name a topic by it alone.
using TopicId = std::pair<std::int64_t, std::int64_t>;

struct MetadataAnswer {
  std::string cluster_id;
  std::vector<std::int32_t> brokers;                // unfenced, as this node knows them
  std::map<std::int32_t, std::string> addresses{};  // of these: "host:port" that clients get
  std::vector<PartitionInfo> partitions;            // of the topics asked for
  std::map<std::string, TopicId> topic_ids{};       // of the same
};

struct QuorumAnswer {
  std::int32_t leader = -1;  // active controller; -1: none known
  std::int32_t epoch = -1;
  std::int64_t high_watermark = -1;
  std::vector<std::int32_t> voters;
};

// What DescribeConfigs says of one setting.
struct ConfigEntry {
  std::string key;
  std::optional<std::string> value;  // nothing: sensitive
  std::string source;  // "DYNAMIC_TOPIC_CONFIG", "STATIC_BROKER_CONFIG", "DEFAULT_CONFIG", …
  bool known = true;   // Kafka defines it; else it only stands in server.properties
  bool fixed = false;  // it can't be changed while the broker runs (DescribeConfigs: read_only)
};

struct OffsetRange {
  std::int64_t start = 0;   // log start offset
  std::int64_t end = 0;     // high watermark
  std::int64_t stable = 0;  // last stable offset
};

// Where in a partition's log to read.
struct LogPlace {
  std::string topic;
  std::int32_t partition = 0;
  std::int32_t leader_epoch = -1;  // refused where the node knows another one; -1: any will do
  std::int64_t offset = 0;
};

// A part of the log as one replica holds it.
struct LogPart {
  std::int64_t start = 0;           // of this replica's log
  std::int64_t high_watermark = 0;  // that this replica knows; nothing at or above it is served
  std::string batches;  // as on its disk, from the one with the offset asked for; the last one may
                        // be cut off
};

// From where to where a replica's log goes.
struct LogExtent {
  std::int64_t start = 0;
  std::int64_t end = 0;  // log end offset, which the high watermark may not have reached
};

struct NewTopic {
  std::string name;
  int partitions = 1;
  int replication = 1;
  std::map<std::string, std::string> config;
};

class NodeClient {
 public:
  // Of the listener to ask.
  explicit NodeClient(const Address& listener);
  ~NodeClient();
  NodeClient(NodeClient&&) noexcept;
  NodeClient& operator=(NodeClient&&) noexcept;

  // Brokers, by Metadata and, where the node has it, DescribeTopicPartitions (for the ELR).
  // `topics` empty: all.
  std::optional<MetadataAnswer> Metadata(const std::vector<std::string>& topics, Duration timeout);
  // Brokers and controllers, by DescribeQuorum.
  std::optional<QuorumAnswer> Quorum(Duration timeout);
  // The leader of the partition only (others answer NOT_LEADER_OR_FOLLOWER: nothing), by
  // ListOffsets.
  std::optional<OffsetRange> Offsets(const std::string& topic, std::int32_t partition,
                                     Duration timeout);
  // The log of a replica on this very node, leader or follower, by Fetch (KIP-392) and ListOffsets.
  // No batches: the high watermark of this replica is not past `place.offset`; the node waits up to
  // `wait` for one.
  std::optional<LogPart> Log(const LogPlace& place, std::int32_t max_bytes, Duration wait,
                             Duration timeout);
  std::optional<LogExtent> Extent(const LogPlace& place, Duration timeout);
  // Effective configuration of a topic, or of the broker that is asked.
  std::optional<std::vector<ConfigEntry>> TopicConfig(const std::string& topic, Duration timeout);
  std::optional<std::vector<ConfigEntry>> BrokerConfig(std::int32_t node, Duration timeout);
  // What was set as the default of all brokers while they run, and nothing else.
  std::optional<std::vector<ConfigEntry>> BrokerDefaults(Duration timeout);
  // Creates a topic; an error Kafka answered with is thrown as Error (TOPIC_ALREADY_EXISTS and so
  // on).
  bool CreateTopic(const NewTopic& topic, Duration timeout);

  // The body of the answer to any other request, in a version that the node knows; sent once more
  // where the node had closed the connection, so it may be carried out twice.
  std::optional<std::string> Ask(const Request& request, Duration timeout);

  // Why the last call had no answer: "connection refused", "no answer within 500 ms",
  // "NOT_LEADER_OR_FOLLOWER".
  const std::string& last_error() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace kproof

// Each pair of functions follows one message definition of apache/kafka; comments name only what is
// not in the code.
#include "harness/kafka/messages.h"

#include <algorithm>

#include "harness/kafka/quorum_head.h"
#include "harness/kafka/wire.h"

namespace kproof::messages {
namespace {

using wire::ExactlyOne;
using wire::ForEach;
using wire::Reader;
using wire::Writer;

constexpr std::string_view kMetadataTopic = "__cluster_metadata";

TopicId ReadTopicId(Reader& reader) {
  const std::int64_t high = reader.Int64();
  return {high, reader.Int64()};
}

const char* ConfigSource(std::int8_t source) {
  // org.apache.kafka.clients.admin.ConfigEntry.ConfigSource by its id on the wire
  constexpr const char* kNames[] = {"UNKNOWN",
                                    "DYNAMIC_TOPIC_CONFIG",
                                    "DYNAMIC_BROKER_CONFIG",
                                    "DYNAMIC_DEFAULT_BROKER_CONFIG",
                                    "STATIC_BROKER_CONFIG",
                                    "DEFAULT_CONFIG",
                                    "DYNAMIC_BROKER_LOGGER_CONFIG",
                                    "DYNAMIC_CLIENT_METRICS_CONFIG",
                                    "DYNAMIC_GROUP_CONFIG"};
  const auto index = static_cast<std::size_t>(source);
  return source >= 0 && index < std::size(kNames) ? kNames[index] : "UNKNOWN";
}

}  // namespace

Request AskMetadata(Topics which, const std::vector<std::string>& names) {
  Writer body;
  if (which == Topics::kAll) {
    body.NullArray();
  } else {
    body.Array(which == Topics::kNamed ? names.size() : 0);
    if (which == Topics::kNamed) {
      for (const auto& name : names) body.Uuid(0, 0).String(name).NoTags();
    }
  }
  body.Bool(false).Bool(false).NoTags();  // no auto-creation, no authorized operations
  return {.api_key = kMetadata, .version = 12, .body = body.bytes()};
}

MetadataAnswer ReadMetadata(std::string_view bytes) {
  Reader body(bytes);
  MetadataAnswer answer;
  body.Int32();  // throttle time
  ForEach(body, [&] {
    answer.brokers.push_back(body.Int32());
    const std::string host = body.String();
    answer.addresses[answer.brokers.back()] = host + ":" + std::to_string(body.Int32());
    body.NullableString();  // rack
    body.Tags();
  });
  answer.cluster_id = body.NullableString().value_or("");
  body.Int32();  // controller id: KRaft brokers answer a random broker here
  ForEach(body, [&] {
    body.Int16();  // of the topic; then it has no partitions
    const std::string topic = body.NullableString().value_or("");
    answer.topic_ids[topic] = ReadTopicId(body);
    body.Bool();  // internal
    ForEach(body, [&] {
      PartitionInfo info;
      info.topic = topic;
      body.Int16();  // of the partition: LEADER_NOT_AVAILABLE goes with leader -1
      info.partition = body.Int32();
      info.leader = body.Int32();
      info.leader_epoch = body.Int32();
      info.replicas = body.Int32s();
      info.isr = body.Int32s();
      body.Int32s();  // offline replicas
      body.Tags();
      answer.partitions.push_back(std::move(info));
    });
    body.Int32();  // authorized operations
    body.Tags();
  });
  body.Tags();
  body.End();
  std::sort(answer.brokers.begin(), answer.brokers.end());
  return answer;
}

Request AskPartitions(std::vector<std::string> names, const std::optional<Cursor>& from) {
  Writer body;
  body.Array(names.size());
  for (const auto& name : names) body.String(name).NoTags();
  body.Int32(2000);  // the broker's max.request.partition.size.limit by default
  if (from) {
    body.Int8(1).String(from->topic).Int32(from->partition).NoTags();
  } else {
    body.Int8(-1);
  }
  body.NoTags();
  return {.api_key = kDescribeTopicPartitions, .version = 0, .body = body.bytes()};
}

PartitionsAnswer ReadPartitions(std::string_view bytes) {
  Reader body(bytes);
  PartitionsAnswer answer;
  body.Int32();  // throttle time
  ForEach(body, [&] {
    body.Int16();  // of the topic; then it has no partitions
    const std::string topic = body.NullableString().value_or("");
    answer.topic_ids[topic] = ReadTopicId(body);
    body.Bool();  // internal
    ForEach(body, [&] {
      PartitionInfo info;
      info.topic = topic;
      body.Int16();
      info.partition = body.Int32();
      info.leader = body.Int32();
      info.leader_epoch = body.Int32();
      info.replicas = body.Int32s();
      info.isr = body.Int32s();
      info.elr = body.NullableInt32s();
      body.NullableInt32s();  // last known ELR
      body.Int32s();          // offline replicas
      body.Tags();
      answer.partitions.push_back(std::move(info));
    });
    body.Int32();  // authorized operations
    body.Tags();
  });
  if (body.Int8() >= 0) {
    answer.next = Cursor{.topic = body.String(), .partition = body.Int32()};
    body.Tags();
  }
  body.Tags();
  body.End();
  return answer;
}

Request AskQuorum(std::int16_t version) {
  Writer body;
  body.Array(1).String(kMetadataTopic).Array(1).Int32(0).NoTags().NoTags().NoTags();
  return {.api_key = kDescribeQuorum, .version = version, .body = body.bytes()};
}

Coded<QuorumAnswer> ReadQuorum(std::string_view bytes) {
  Reader body(bytes);
  Coded<QuorumAnswer> answer;
  if (!ReadQuorumHead(body, answer)) return answer;
  answer.value.high_watermark = body.Int64();
  const auto replica = [&] {
    const std::int32_t id = body.Int32();
    body.Int64();  // log end offset
    body.Tags();
    return id;
  };
  ForEach(body, [&] { answer.value.voters.push_back(replica()); });
  ForEach(body, [&] { replica(); });  // observers: the brokers
  body.Tags();                        // of the partition
  body.Tags();                        // of the topic
  body.Tags();
  body.End();
  std::sort(answer.value.voters.begin(), answer.value.voters.end());
  return answer;
}

Request AskLeader() {
  Writer body;
  body.Int32(kConsumer).Int32(0).Int32(0).Int32(1);  // wait, least and most bytes
  body.Int8(0).Int32(0).Int32(-1);                   // isolation; no fetch session
  body.Array(1).Uuid(0, 1);                          // Uuid.METADATA_TOPIC_ID
  body.Array(1).Int32(0).Int32(0).Int64(0).Int32(0).Int64(-1).Int32(1).NoTags();
  body.NoTags().Array(0).String("").NoTags();
  return {.api_key = kFetch, .version = 13, .body = body.bytes()};
}

QuorumAnswer ReadLeader(std::string_view bytes) {
  Reader body(bytes);
  QuorumAnswer answer;
  body.Int32();  // throttle time
  body.Int16();  // error of the request
  body.Int32();  // session
  ForEach(body, [&] {
    body.Uuid();
    ForEach(body, [&] {
      body.Int32();  // partition
      body.Int16();  // FENCED_LEADER_EPOCH or NOT_LEADER_OR_FOLLOWER, as wanted
      body.Int64();  // high watermark
      body.Int64();  // last stable offset
      body.Int64();  // log start offset
      ForEach(body.NullableArray().value_or(0), [&] {
        body.Int64();  // aborted transactions
        body.Int64();
        body.Tags();
      });
      body.Int32();      // preferred read replica
      body.SkipBytes();  // records
      body.Tags([&](std::uint32_t tag, Reader& value) {
        constexpr std::uint32_t kCurrentLeader = 1;
        if (tag != kCurrentLeader) return;
        answer.leader = value.Int32();
        answer.epoch = value.Int32();
        value.Tags();
        value.End();
      });
    });
    body.Tags();
  });
  body.Tags();
  body.End();
  return answer;
}

Request AskOffset(const OffsetQuestion& question) {
  Writer body;
  body.Int32(kConsumer).Int8(question.committed ? 1 : 0).Array(1).String(question.topic);
  body.Array(1).Int32(question.partition).Int32(kNoEpoch).Int64(question.time);
  body.NoTags().NoTags().NoTags();
  return {.api_key = kListOffsets, .version = 7, .body = body.bytes()};
}

Coded<std::int64_t> ReadOffset(std::string_view bytes) {
  Reader body(bytes);
  Coded<std::int64_t> answer;
  body.Int32();  // throttle time
  ExactlyOne(body.Array());
  body.String();
  ExactlyOne(body.Array());
  body.Int32();  // partition
  answer.error = body.Int16();
  body.Int64();  // timestamp
  answer.value = body.Int64();
  body.Int32();  // leader epoch
  body.Tags();
  body.Tags();
  body.Tags();
  body.End();
  return answer;
}

Request AskConfig(Resource resource, const std::string& name) {
  Writer body;
  body.Array(1).Int8(static_cast<std::int8_t>(resource)).String(name).NullArray().NoTags();
  body.Bool(false).Bool(false).NoTags();  // no synonyms, no documentation
  return {.api_key = kDescribeConfigs, .version = 4, .body = body.bytes()};
}

Coded<std::vector<ConfigEntry>> ReadConfig(std::string_view bytes) {
  Reader body(bytes);
  Coded<std::vector<ConfigEntry>> answer;
  body.Int32();  // throttle time
  ExactlyOne(body.Array());
  answer.error = body.Int16();
  body.NullableString();  // message
  body.Int8();            // resource
  body.String();
  ForEach(body, [&] {
    ConfigEntry entry;
    entry.key = body.String();
    entry.value = body.NullableString();
    entry.fixed = body.Bool();
    entry.source = ConfigSource(body.Int8());
    if (body.Bool()) entry.value.reset();  // sensitive
    ForEach(body, [&] {                    // synonyms
      body.String();
      body.NullableString();
      body.Int8();
      body.Tags();
    });
    entry.known = body.Int8() != 0;  // DescribeConfigsResponse.ConfigType.UNKNOWN
    body.NullableString();           // documentation
    body.Tags();
    answer.value.push_back(std::move(entry));
  });
  body.Tags();
  body.Tags();
  body.End();
  return answer;
}

Request AskCreateTopic(const NewTopic& topic, Duration timeout) {
  Writer body;
  body.Array(1)
      .String(topic.name)
      .Int32(topic.partitions)
      .Int16(static_cast<std::int16_t>(topic.replication))
      .Array(0);
  body.Array(topic.config.size());
  for (const auto& [key, value] : topic.config) body.String(key).String(value).NoTags();
  body.NoTags();
  const auto millis = std::chrono::duration_cast<std::chrono::milliseconds>(timeout).count();
  body.Int32(static_cast<std::int32_t>(millis)).Bool(false).NoTags();
  return {.api_key = kCreateTopics, .version = 7, .body = body.bytes()};
}

CreatedTopic ReadCreateTopic(std::string_view bytes) {
  Reader body(bytes);
  CreatedTopic answer;
  body.Int32();  // throttle time
  ExactlyOne(body.Array());
  body.String();
  body.Uuid();
  answer.error = body.Int16();
  answer.message = body.NullableString().value_or("");
  body.Int32();  // partitions
  body.Int16();  // replication
  ForEach(body.NullableArray().value_or(0), [&] {
    body.String();
    body.NullableString();
    body.Bool();
    body.Int8();
    body.Bool();
    body.Tags();
  });
  body.Tags();
  body.Tags();
  body.End();
  return answer;
}

}  // namespace kproof::messages

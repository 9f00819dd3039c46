#include "harness/kafka/cluster_messages.h"

#include "harness/kafka/admin_answer.h"
#include "harness/kafka/quorum_head.h"
#include "harness/kafka/wire.h"
#include "harness/words/error_name.h"

namespace kproof::messages {
namespace {

using wire::ExactlyOne;
using wire::Reader;
using wire::Writer;

void End(Reader& body) {
  body.Tags();
  body.End();
}

}  // namespace

Request AskCoordinator(CoordinatorKind kind, const std::string& key) {
  Writer body;
  body.Int8(static_cast<std::int8_t>(kind)).Array(1).String(key).NoTags();
  return {.api_key = kFindCoordinator, .version = 4, .body = body.bytes()};
}

Coded<std::int32_t> ReadCoordinator(std::string_view bytes) {
  Reader body(bytes);
  Coded<std::int32_t> answer;
  body.Int32();  // throttle time
  ExactlyOne(body.Array());
  body.String();  // key
  answer.value = body.Int32();
  body.String();  // host
  body.Int32();   // port
  answer.error = body.Int16();
  body.NullableString();  // message
  body.Tags();
  End(body);
  return answer;
}

Request AskProducerId() {
  constexpr std::int32_t kTransactionTimeoutMs = 60'000;  // of none
  Writer body;
  body.NullString().Int32(kTransactionTimeoutMs).NoTags();
  return {.api_key = kInitProducerId, .version = 2, .body = body.bytes()};
}

Coded<std::int64_t> ReadProducerId(std::string_view bytes) {
  Reader body(bytes);
  Coded<std::int64_t> answer;
  body.Int32();  // throttle time
  answer.error = body.Int16();
  answer.value = body.Int64();
  body.Int16();  // its epoch
  End(body);
  return answer;
}

Request AskCommitted(const std::string& group) {
  Writer body;
  body.Array(1).String(group).NullArray().NoTags();  // all of its partitions
  body.Bool(false).NoTags();                         // not only stable ones
  return {.api_key = kOffsetFetch, .version = 8, .body = body.bytes()};
}

Coded<std::vector<Committed>> ReadCommitted(std::string_view bytes) {
  Reader body(bytes);
  Coded<std::vector<Committed>> answer;
  body.Int32();  // throttle time
  ExactlyOne(body.Array());
  body.String();  // group
  for (std::size_t topics = body.Array(); topics > 0; --topics) {
    const std::string topic = body.String();
    for (std::size_t left = body.Array(); left > 0; --left) {
      Committed committed{topic, body.Int32(), body.Int64()};
      body.Int32();           // leader epoch
      body.NullableString();  // metadata
      const std::int16_t error = body.Int16();
      if (answer.error == kafka_error::kNone) answer.error = error;
      body.Tags();
      if (committed.offset >= 0) answer.value.push_back(std::move(committed));
    }
    body.Tags();
  }
  const std::int16_t of_group = body.Int16();
  if (of_group != kafka_error::kNone) answer.error = of_group;
  body.Tags();
  End(body);
  return answer;
}

Request AskProducers(const std::string& topic, std::int32_t partition) {
  Writer body;
  body.Array(1).String(topic).Array(1).Int32(partition).NoTags().NoTags();
  return {.api_key = kDescribeProducers, .version = 0, .body = body.bytes()};
}

Coded<std::vector<OpenProducer>> ReadOpenProducers(std::string_view bytes) {
  Reader body(bytes);
  Coded<std::vector<OpenProducer>> answer;
  body.Int32();  // throttle time
  ExactlyOne(body.Array());
  body.String();  // topic
  ExactlyOne(body.Array());
  body.Int32();  // partition
  answer.error = body.Int16();
  body.NullableString();  // message
  for (std::size_t left = body.Array(); left > 0; --left) {
    OpenProducer producer;
    producer.id = body.Int64();
    producer.epoch = body.Int32();
    body.Int32();  // last sequence
    body.Int64();  // time of its last record
    body.Int32();  // epoch of the coordinator
    producer.from = body.Int64();
    body.Tags();
    if (producer.from >= 0) answer.value.push_back(producer);
  }
  body.Tags();
  body.Tags();
  End(body);
  return answer;
}

Request AskFollowers() { return AskQuorum(1); }

Coded<Followers> ReadFollowers(std::string_view bytes) {
  Reader body(bytes);
  Coded<Followers> answer;
  if (!ReadQuorumHead(body, answer)) return answer;
  body.Int64();  // high watermark
  for (auto* replicas : {&answer.value.voters, &answer.value.observers}) {
    for (std::size_t left = body.Array(); left > 0; --left) {
      Follower follower;
      follower.id = body.Int32();
      follower.end = body.Int64();
      body.Int64();  // when it fetched last
      follower.caught_up_ms = body.Int64();
      body.Tags();
      replicas->push_back(follower);
    }
  }
  body.Tags();  // of the partition
  body.Tags();  // of the topic
  End(body);
  return answer;
}

}  // namespace kproof::messages

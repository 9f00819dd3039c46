// CreatePartitions, DeleteTopics and DeleteRecords {Request,Response}.json of apache/kafka.
#include "harness/kafka/topic_messages.h"

#include "harness/base/error.h"
#include "harness/kafka/admin_encoding.h"

namespace kproof::messages {

Request AskMorePartitions(const std::string& topic, std::int32_t count, Duration timeout) {
  constexpr std::int16_t kCreatePartitions = 37;
  wire::Writer body;
  body.Array(1).String(topic).Int32(count).NullArray().NoTags();  // Kafka chooses the brokers
  body.Int32(Millis(timeout)).Bool(false).NoTags();
  return {.api_key = kCreatePartitions, .version = 2, .body = body.bytes()};
}

AdminAnswer ReadMorePartitions(std::string_view bytes) {
  wire::Reader body(bytes);
  AdminAnswer answer;
  body.Int32();  // throttle time
  ForEach(body, [&] {
    const std::string topic = body.String();
    answer.results.push_back(ReadResult(body, "topic " + topic));
    body.Tags();
  });
  body.Tags();
  body.End();
  return answer;
}

Request AskDeleteTopics(const std::vector<std::string>& topics, Duration timeout) {
  constexpr std::int16_t kDeleteTopics = 20;
  wire::Writer body;
  body.Array(topics.size());
  for (const auto& topic : topics) body.String(topic).Uuid(0, 0).NoTags();
  body.Int32(Millis(timeout)).NoTags();
  return {.api_key = kDeleteTopics, .version = 6, .body = body.bytes()};
}

AdminAnswer ReadDeleteTopics(std::string_view bytes) {
  wire::Reader body(bytes);
  AdminAnswer answer;
  body.Int32();  // throttle time
  ForEach(body, [&] {
    const std::string topic = body.NullableString().value_or("");
    body.Uuid();
    answer.results.push_back(ReadResult(body, "topic " + topic));
    body.Tags();
  });
  body.Tags();
  body.End();
  return answer;
}

Request AskDeleteRecords(const TopicPartition& partition, std::int64_t before, Duration timeout) {
  constexpr std::int16_t kDeleteRecords = 21;
  wire::Writer body;
  body.Array(1).String(partition.topic).Array(1).Int32(partition.partition).Int64(before);
  body.NoTags().NoTags().Int32(Millis(timeout)).NoTags();
  return {.api_key = kDeleteRecords, .version = 2, .body = body.bytes()};
}

DeletedRecords ReadDeleteRecords(std::string_view bytes) {
  wire::Reader body(bytes);
  DeletedRecords answer;
  std::size_t partitions = 0;
  body.Int32();  // throttle time
  ForEach(body, [&] {
    body.String();
    ForEach(body, [&] {
      ++partitions;
      body.Int32();  // partition
      answer.log_start = body.Int64();
      answer.error = body.Int16();
      body.Tags();
    });
    body.Tags();
  });
  body.Tags();
  body.End();
  if (partitions != 1)
    throw Error(ErrorKind::kCorrupt, "damaged answer: not the one partition asked for");
  return answer;
}

}  // namespace kproof::messages

// Field orders are those of clients/src/main/resources/common/message in apache/kafka.
#include "harness/kafka/admin_encoding.h"

namespace kproof::messages {

std::int32_t Millis(Duration time) {
  return static_cast<std::int32_t>(
      std::chrono::duration_cast<std::chrono::milliseconds>(time).count());
}

std::map<std::string, std::vector<std::int32_t>> ByTopic(
    const std::vector<TopicPartition>& partitions) {
  std::map<std::string, std::vector<std::int32_t>> topics;
  for (const auto& partition : partitions) topics[partition.topic].push_back(partition.partition);
  return topics;
}

void WriteInt32s(wire::Writer& body, const std::vector<std::int32_t>& values) {
  body.Array(values.size());
  for (const auto value : values) body.Int32(value);
}

AdminAnswer ReadHead(wire::Reader& body) {
  AdminAnswer answer;
  body.Int32();  // throttle time
  answer.error = body.Int16();
  answer.message = body.NullableString().value_or("");
  return answer;
}

AdminResult ReadResult(wire::Reader& body, std::string object) {
  AdminResult result{.object = std::move(object), .error = body.Int16(), .message = ""};
  result.message = body.NullableString().value_or("");
  return result;
}

std::vector<AdminResult> ReadPartitionResults(wire::Reader& body) {
  std::vector<AdminResult> results;
  ForEach(body, [&] {
    const std::string topic = body.String();
    ForEach(body, [&] {
      const std::int32_t partition = body.Int32();
      results.push_back(ReadResult(body, ToString({topic, partition})));
      body.Tags();
    });
    body.Tags();
  });
  return results;
}

}  // namespace kproof::messages

// ElectLeadersRequest.json and ElectLeadersResponse.json of apache/kafka.
#include "harness/kafka/election_messages.h"

#include "harness/kafka/admin_encoding.h"

namespace kproof::messages {

Request AskElection(Election election, const std::vector<TopicPartition>& partitions,
                    Duration timeout) {
  constexpr std::int16_t kElectLeaders = 43;
  wire::Writer body;
  const auto topics = ByTopic(partitions);
  body.Int8(static_cast<std::int8_t>(election)).Array(topics.size());
  for (const auto& [topic, numbers] : topics) {
    body.String(topic);
    WriteInt32s(body, numbers);
    body.NoTags();
  }
  body.Int32(Millis(timeout)).NoTags();
  return {.api_key = kElectLeaders, .version = 2, .body = body.bytes()};
}

AdminAnswer ReadElection(std::string_view bytes) {
  wire::Reader body(bytes);
  AdminAnswer answer;
  body.Int32();  // throttle time
  answer.error = body.Int16();
  answer.results = ReadPartitionResults(body);
  body.Tags();
  body.End();
  return answer;
}

}  // namespace kproof::messages

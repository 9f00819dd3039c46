// IncrementalAlterConfigsRequest.json and IncrementalAlterConfigsResponse.json of apache/kafka.
#include "harness/kafka/alter_config_messages.h"

#include "harness/kafka/admin_encoding.h"

namespace kproof::messages {

Request AskConfigChange(const std::vector<ConfigChange>& changes) {
  constexpr std::int16_t kIncrementalAlterConfigs = 44;
  // org.apache.kafka.clients.admin.AlterConfigOp.OpType
  constexpr std::int8_t kSet = 0;
  constexpr std::int8_t kDelete = 1;
  wire::Writer body;
  body.Array(changes.size());
  for (const auto& change : changes) {
    body.Int8(static_cast<std::int8_t>(change.scope)).String(change.name);
    body.Array(change.values.size());
    for (const auto& [key, value] : change.values) {
      body.String(key).Int8(value ? kSet : kDelete);
      if (value) {
        body.String(*value);
      } else {
        body.NullString();
      }
      body.NoTags();
    }
    body.NoTags();
  }
  body.Bool(false).NoTags();  // not only validated
  return {.api_key = kIncrementalAlterConfigs, .version = 1, .body = body.bytes()};
}

AdminAnswer ReadConfigChange(std::string_view bytes) {
  wire::Reader body(bytes);
  AdminAnswer answer;
  body.Int32();  // throttle time
  ForEach(body, [&] {
    AdminResult result = ReadResult(body, "");
    const bool topic = body.Int8() == static_cast<std::int8_t>(ConfigChange::Scope::kTopic);
    const std::string name = body.String();
    body.Tags();
    result.object = topic ? "topic " + name : name.empty() ? "brokers" : "broker " + name;
    answer.results.push_back(std::move(result));
  });
  body.Tags();
  body.End();
  return answer;
}

}  // namespace kproof::messages

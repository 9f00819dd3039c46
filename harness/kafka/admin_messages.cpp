// {ElectLeaders,IncrementalAlterConfigs,AlterPartitionReassignments,ListPartitionReassignments,
// CreatePartitions,DeleteTopics,DeleteRecords}{Request,Response}.json of apache/kafka.
#include "harness/kafka/admin_messages.h"

#include <map>

#include "harness/base/error.h"
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

Request AskReassignment(const std::vector<Reassignment>& moves, Duration timeout) {
  constexpr std::int16_t kAlterPartitionReassignments = 45;
  std::map<std::string, std::vector<const Reassignment*>> topics;
  for (const auto& move : moves) topics[move.partition.topic].push_back(&move);
  wire::Writer body;
  body.Int32(Millis(timeout)).Array(topics.size());
  for (const auto& [topic, partitions] : topics) {
    body.String(topic).Array(partitions.size());
    for (const auto* move : partitions) {
      body.Int32(move->partition.partition);
      if (move->replicas) {
        WriteInt32s(body, *move->replicas);
      } else {
        body.NullArray();
      }
      body.NoTags();
    }
    body.NoTags();
  }
  body.NoTags();
  return {.api_key = kAlterPartitionReassignments, .version = 0, .body = body.bytes()};
}

AdminAnswer ReadReassignment(std::string_view bytes) {
  wire::Reader body(bytes);
  AdminAnswer answer = ReadHead(body);
  answer.results = ReadPartitionResults(body);
  body.Tags();
  body.End();
  return answer;
}

Request AskOngoing(Duration timeout) {
  constexpr std::int16_t kListPartitionReassignments = 46;
  wire::Writer body;
  body.Int32(Millis(timeout)).NullArray().NoTags();
  return {.api_key = kListPartitionReassignments, .version = 0, .body = body.bytes()};
}

OngoingAnswer ReadOngoing(std::string_view bytes) {
  wire::Reader body(bytes);
  const AdminAnswer head = ReadHead(body);
  OngoingAnswer answer{.error = head.error, .message = head.message, .moves = {}};
  ForEach(body, [&] {
    const std::string topic = body.String();
    ForEach(body, [&] {
      OngoingReassignment move;
      move.partition = {topic, body.Int32()};
      move.replicas = body.Int32s();
      move.adding = body.Int32s();
      move.removing = body.Int32s();
      body.Tags();
      answer.moves.push_back(std::move(move));
    });
    body.Tags();
  });
  body.Tags();
  body.End();
  return answer;
}

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

// AlterPartitionReassignments{Request,Response}.json and
// ListPartitionReassignments{Request,Response}.json of apache/kafka.
#include "harness/kafka/reassignment_messages.h"

#include <map>

#include "harness/kafka/admin_encoding.h"

namespace kproof::messages {

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

}  // namespace kproof::messages

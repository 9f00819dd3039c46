#include "audit/judge/records/log_size.h"

#include <algorithm>
#include <string>

#include "audit/judge/topics/vague.h"
#include "audit/promise/settings.h"

namespace kproof {
namespace {

// Of a batch with one record (Kafka's documentation, message format): the batch's own fields are 61
// bytes, and a record's lengths and differences as varints, with the stamp's header, 46 at most;
// any further header has two lengths of 5 bytes.
constexpr std::uint64_t kBatch = 61;
constexpr std::uint64_t kRecord = 46;
constexpr std::uint64_t kHeader = 10;
// What compression may make a batch larger by: 1 % and 64 bytes.
constexpr std::uint64_t kLarger = 64;

// Whether batches of this producer are surely kept as they are. The topic's own setting rules,
// unless that says "producer", as it does by default.
bool IsUncompressed(const Effective& effective, const TopicRow& topic, const std::string& origin) {
  const auto of_topic = effective.Topic(topic.cluster, topic.name, "compression.type");
  if (of_topic && *of_topic != "producer") return *of_topic == "uncompressed";
  const auto of_producer = effective.Producer(origin, {"compression.type", "compression.codec"});
  return of_producer == "none";
}

}  // namespace

LogSizes::LogSizes(const History& history) : history_(history) {
  TakeStreams(history);
  TakeEnds(history);
}

void LogSizes::TakeStreams(const History& history) {
  const Effective effective(history.store().Settings());
  for (std::size_t i = 0; i < history.streams().size(); ++i) {
    const auto& stream = history.streams()[i];
    auto& record = records_.emplace_back();
    const bool hidden = stream.actor == nullptr || stream.actor->MayLackFacts();
    if (stream.row.largest && !hidden) {
      const auto bytes =
          stream.row.largest->bytes + kBatch + kRecord + kHeader * stream.row.largest->headers;
      record = IsUncompressed(effective, history.topic(stream.row.topic), stream.origin)
                   ? bytes * 100
                   : bytes * 101 + kLarger * 100;
    }
    if (stream.sent == 0) continue;
    auto& known = known_[{stream.row.topic, stream.row.key.partition}];
    const auto sent = stream.records_sent();
    known.unknown += sent - std::min(sent, stream.acked.size() + stream.failed.size());
    TakeWriter(known, i);
  }
}

void LogSizes::TakeWriter(Known& known, std::size_t stream) const {
  const auto& record = records_[stream];
  known.bounded = known.bounded && record;
  known.largest = std::max(known.largest, record.value_or(0));
}

void LogSizes::TakeEnds(const History& history) {
  const auto take = [&](PartitionKey key, std::int64_t last) -> Known& {
    auto& known = known_[key];
    known.end = std::max(known.end, Natural(last) + 1);
    return known;
  };
  history.store().EachSettled([&](const SettledRow& row) {
    const auto& stream = history.streams()[history.IndexOf(row.stream)].row;
    if (row.last_offset) take({stream.topic, stream.key.partition}, *row.last_offset);
  });
  history.store().EachRead([&](const ReadRow& row) {
    TakeWriter(take(history.PlaceOf(row), row.last_offset), history.IndexOf(row.stream));
  });
  for (const auto& row : history.unstamped()) known_[{row.topic, row.partition}].bounded = false;
  // One that may have facts that were not written may have written anywhere.
  const bool hole =
      std::any_of(history.actors().begin(), history.actors().end(), [](const ActorRow& actor) {
        return actor.MayLackFacts() &&
               actor.kind.value_or(ActorKind::kProducer) == ActorKind::kProducer;
      });
  for (auto& [key, known] : known_)
    known.bounded = known.bounded && !hole && !history.vague().Records(key);
}

std::optional<std::uint64_t> LogSizes::MostOf(PartitionKey key) const {
  const auto found = known_.find(key);
  if (found == known_.end() || !found->second.bounded) return std::nullopt;
  const auto& partition = history_.Partition(key);
  const auto end = std::max(found->second.end, Natural(partition.end.value_or(0)));
  const auto start = std::min(end, Natural(partition.start.value_or(0)));
  return (end - start + found->second.unknown) * found->second.largest / 100;
}

}  // namespace kproof

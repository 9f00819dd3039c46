#include "harness/agent/found_records.h"

#include <fmt/format.h>

#include "harness/base/error.h"
#include "harness/stamp/crc32c.h"

namespace kproof {

FoundRecords::FoundRecords(AgentProcess& process, Pass pass, Isolation isolation)
    : process_(process),
      pass_(pass),
      isolation_(isolation),
      tracker_([this](std::uint32_t number, const ReadSource& source, const ReadSpan& found) {
        const Place& place = places_[number];
        ReadSpan span = found;
        span.partition = place.where.partition;
        if (source.sent_topic >= 0) span.topic = place.where.topic;
        process_.spool.Read(process_.spool.Number(StreamOf(place, source)), pass_, isolation_, span,
                            place.run);
      }) {
  for (const auto& topic : process.config.topics)
    known_topics_.emplace(TopicChecksum(topic.name), topic.name);
}

void FoundRecords::AddPlace(const ReadPlace& place) {
  places_.push_back({place, TopicChecksum(place.topic), std::nullopt, {}});
}

std::optional<Stamp> FoundRecords::StampOf(const IncomingRecord& record) {
  if (!record.stamp) return std::nullopt;
  try {
    return Decode(*record.stamp);
  } catch (const Error&) {
    return std::nullopt;
  }
}

// A topic that we know by its checksum, or the checksum itself.
std::int32_t FoundRecords::NumberOfSentTopic(std::uint32_t checksum) {
  const auto [number, fresh] =
      sent_topic_numbers_.try_emplace(checksum, static_cast<std::int32_t>(sent_topics_.size()));
  if (fresh) {
    const auto known = known_topics_.find(checksum);
    sent_topics_.push_back(known != known_topics_.end() ? known->second
                                                        : fmt::format("crc32c:{:08x}", checksum));
  }
  return number->second;
}

ReadSource FoundRecords::SourceOf(const Place& place, const Stamp& stamp) {
  ReadSource source{.origin = stamp.origin, .life = stamp.life, .sent_partition = stamp.partition};
  if (stamp.topic_crc32c.value_or(place.checksum) != place.checksum)
    source.sent_topic = NumberOfSentTopic(*stamp.topic_crc32c);
  else if (stamp.partition == (place.where.partition & 0xffff))
    source.sent_partition = place.where.partition;
  return source;
}

StreamId FoundRecords::StreamOf(const Place& place, const ReadSource& source) const {
  return {.cluster = process_.config.cluster,
          .origin = source.origin,
          .life = source.life,
          .topic = source.sent_topic < 0
                       ? place.where.topic
                       : sent_topics_[static_cast<std::size_t>(source.sent_topic)],
          .partition = source.sent_partition};
}

void FoundRecords::Take(const IncomingRecord& record, const Stamp& stamp, RunMicros now,
                        std::int64_t wall_us, std::optional<std::uint64_t> run) {
  Place& place = places_[record.place];
  const auto number = static_cast<std::uint32_t>(record.place);
  if (place.run != run) {  // no span holds records of two runs
    tracker_.Flush(number);
    place.run = run;
  }
  const auto source = SourceOf(place, stamp);
  tracker_.Read(number, source, stamp.sequence, record.offset, wall_us - stamp.created_us, now);
  ++process_.state.read;
  process_.state.last_read = now;
  if (Crc32c(record.value) == stamp.value_crc32c) return;
  CorruptRead read{
      .partition = place.where.partition, .offset = record.offset, .sequence = stamp.sequence};
  if (source.sent_topic >= 0) read.topic = place.where.topic;
  process_.spool.Corrupt(process_.spool.Number(StreamOf(place, source)), pass_, isolation_, read);
}

void FoundRecords::TakeForeign(const IncomingRecord& record) {
  Place& place = places_[record.place];
  if (!place.foreign.empty() && place.foreign.last() >= record.offset) FlushForeign(place);
  place.foreign.Push(record.offset);
}

void FoundRecords::FlushForeign(Place& place) {
  if (place.foreign.empty()) return;
  process_.spool.Foreign(pass_, isolation_,
                         ForeignRead{.topic = place.where.topic,
                                     .partition = place.where.partition,
                                     .offsets = place.foreign});
  place.foreign = {};
}

void FoundRecords::FlushOlderThan(RunMicros now) {
  tracker_.FlushOlderThan(now);
  for (auto& place : places_) FlushForeign(place);
}

void FoundRecords::Flush() {
  tracker_.Flush();
  for (auto& place : places_) FlushForeign(place);
}

}  // namespace kproof

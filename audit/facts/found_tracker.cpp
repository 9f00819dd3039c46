#include "audit/facts/found_tracker.h"

#include <fmt/format.h>

namespace kproof {

FoundTracker::FoundTracker(std::string cluster, Pass pass, Isolation isolation, Emit emit)
    : cluster_(std::move(cluster)),
      emit_(std::move(emit)),
      tracker_(
          [this](std::uint32_t number, const ReadSource& source, const ReadSpan& found) {
            const Place& place = places_[number];
            ReadSpan span = found;
            span.partition = place.partition;
            if (source.sent_topic >= 0) span.topic = place.topic;
            emit_.read(StreamOf(place, source), span, place.run);
          },
          // Whoever reads what was committed may have read it before that was asked for.
          pass == Pass::kLive && isolation == Isolation::kCommitted) {}

void FoundTracker::Know(const std::string& topic) {
  known_topics_.emplace(TopicChecksum(topic), topic);
}

void FoundTracker::AddPlace(const std::string& topic, std::int32_t partition) {
  places_.push_back({topic, partition, TopicChecksum(topic), std::nullopt, {}});
}

// A topic that we know by its checksum, or the checksum itself.
std::int32_t FoundTracker::NumberOfSentTopic(std::uint32_t checksum) {
  const auto [number, fresh] =
      sent_topic_numbers_.try_emplace(checksum, static_cast<std::int32_t>(sent_topics_.size()));
  if (fresh) {
    const auto known = known_topics_.find(checksum);
    sent_topics_.push_back(known != known_topics_.end() ? known->second
                                                        : fmt::format("crc32c:{:08x}", checksum));
  }
  return number->second;
}

ReadSource FoundTracker::SourceOf(const Place& place, const Stamp& stamp) {
  ReadSource source{.origin = stamp.origin, .life = stamp.life, .sent_partition = stamp.partition};
  if (stamp.topic_crc32c.value_or(place.checksum) != place.checksum)
    source.sent_topic = NumberOfSentTopic(*stamp.topic_crc32c);
  else if (stamp.partition == (place.partition & 0xffff))
    source.sent_partition = place.partition;
  return source;
}

StreamId FoundTracker::StreamOf(const Place& place, const ReadSource& source) const {
  return {.cluster = cluster_,
          .origin = source.origin,
          .life = source.life,
          .topic = source.sent_topic < 0
                       ? place.topic
                       : sent_topics_[static_cast<std::size_t>(source.sent_topic)],
          .partition = source.sent_partition};
}

void FoundTracker::Take(std::size_t index, std::int64_t offset, const Stamp& stamp,
                        std::uint32_t value_crc32c, RunMicros now, std::int64_t wall_us,
                        std::optional<std::uint64_t> run) {
  Place& place = places_[index];
  const auto number = static_cast<std::uint32_t>(index);
  if (place.run != run) {  // no span holds records of two runs
    tracker_.Flush(number);
    place.run = run;
  }
  const auto source = SourceOf(place, stamp);
  tracker_.Read(number, source, stamp.sequence, offset, wall_us - stamp.created_us, now);
  if (value_crc32c == stamp.value_crc32c) return;
  CorruptRead read{.partition = place.partition, .offset = offset, .sequence = stamp.sequence};
  if (source.sent_topic >= 0) read.topic = place.topic;
  emit_.corrupt(StreamOf(place, source), read);
}

void FoundTracker::TakeForeign(std::size_t index, std::int64_t offset) {
  Place& place = places_[index];
  if (!place.foreign.empty() && place.foreign.last() >= offset) FlushForeign(place);
  place.foreign.Push(offset);
}

void FoundTracker::FlushForeign(Place& place) {
  if (place.foreign.empty()) return;
  emit_.foreign({.topic = place.topic, .partition = place.partition, .offsets = place.foreign});
  place.foreign = {};
}

void FoundTracker::FlushOlderThan(RunMicros now) {
  tracker_.FlushOlderThan(now);
  for (auto& place : places_) FlushForeign(place);
}

void FoundTracker::Flush() {
  tracker_.Flush();
  for (auto& place : places_) FlushForeign(place);
}

}  // namespace kproof

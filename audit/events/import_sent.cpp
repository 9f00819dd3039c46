#include "audit/events/import_sent.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace kproof {
namespace {

// Times of records in flight that are kept, of all streams together: 32 MiB.
constexpr std::size_t kMostPending = 4U << 20;
// Sends that a cut may have taken away; with more of them a sequence is no sequence.
constexpr std::uint64_t kMostMissing = 10'000'000;
constexpr RunMicros kTaken = std::numeric_limits<RunMicros>::min();

std::uint64_t SequenceOf(const Event& event) {
  return static_cast<std::uint64_t>(event.Int(Field::kSeq));
}

}  // namespace

SentImporter::SentImporter(Places& places, RecordSink& store, Emit emit)
    : places_(places),
      store_(store),
      tracker_([this, emit](std::uint32_t stream, const SettledSpan& span) {
        emit(streams_[stream], span);
      }) {}

StreamId SentImporter::IdOf(std::uint32_t origin, std::uint32_t life, std::uint32_t place) const {
  return {places_.ClusterOf(place), origin, life, places_.TopicOf(place),
          places_.PartitionOf(place)};
}

std::uint32_t SentImporter::StreamOf(const Event& event, const ActorState& actor) {
  const Key key{OriginNumber(event.Text(Field::kOrigin)),
                static_cast<std::uint32_t>(event.IntOr(Field::kLife, 0)),
                places_.NumberOf(event.Cluster(), event.Text(Field::kTopic),
                                 static_cast<std::int32_t>(event.Int(Field::kPartition)))};
  const auto [known, fresh] =
      numbers_.try_emplace(key, static_cast<std::uint32_t>(streams_.size()));
  if (fresh) {
    auto& stream = streams_.emplace_back();
    stream.id = IdOf(key.origin, key.life, key.place);
    stream.actor = event.Text(Field::kOrigin);
    stream.first_line = event.line;
  }
  auto& stream = streams_[known->second];
  if (stream.last_said_by != &actor) {
    stream.last_said_by = &actor;
    stream.said_by.insert(actor.name);
    said_by_several_ = said_by_several_ || stream.said_by.size() > 1;
  }
  return known->second;
}

void SentImporter::Remember(Stream& stream, std::uint64_t sequence, RunMicros at) {
  if (stream.pending.empty()) stream.first_pending = sequence;
  if (sequence != stream.first_pending + stream.pending.size() || pending_ >= kMostPending) return;
  stream.pending.push_back(at);
  ++pending_;
}

RunMicros SentImporter::SentAt(Stream& stream, std::uint64_t sequence, RunMicros otherwise) {
  if (sequence < stream.first_pending) return otherwise;
  const auto index = sequence - stream.first_pending;
  if (index >= stream.pending.size()) return otherwise;
  const auto at = stream.pending[index];
  stream.pending[index] = kTaken;
  while (!stream.pending.empty() && stream.pending.front() == kTaken) {
    stream.pending.pop_front();
    ++stream.first_pending;
    --pending_;
  }
  return at == kTaken ? otherwise : at;
}

std::pair<std::uint32_t, bool> SentImporter::Send(const Event& event, const ActorState& actor,
                                                  Complaints& complaints) {
  const auto number = StreamOf(event, actor);
  auto& stream = streams_[number];
  const auto sequence = SequenceOf(event);
  if (!stream.sent.Add(sequence)) {
    complaints.Add(event.line,
                   fmt::format("seq {} of {}, life {}, {}/{} was sent already", sequence,
                               stream.actor, stream.id.life, stream.id.topic, stream.id.partition),
                   "each record that is sent has its own number");
  }
  const bool fresh = stream.known.Add(sequence);
  stream.contents.Take(event, stream.id, store_);
  if (event.Has(Field::kT)) Remember(stream, sequence, actor.at);
  return {number, fresh};
}

std::pair<std::uint32_t, bool> SentImporter::Settle(const Event& event, const ActorState& actor) {
  const auto number = StreamOf(event, actor);
  auto& stream = streams_[number];
  const auto sequence = SequenceOf(event);
  const bool fresh = stream.known.Add(sequence);
  const auto latency = event.MaybeInt(Field::kLatencyUs);
  const auto sent_at = SentAt(stream, sequence, actor.at);
  tracker_.Settle(number, sequence, static_cast<Outcome>(event.Int(Field::kOutcome)),
                  event.IntOr(Field::kOffset, -1),
                  static_cast<std::int32_t>(event.IntOr(Field::kError, 0)),
                  latency ? actor.at - *latency : sent_at, actor.at,
                  event.Has(Field::kTopicId) ? std::string_view(event.Text(Field::kTopicId))
                                             : std::string_view());
  return {number, fresh};
}

void SentImporter::Finish(Complaints& complaints) {
  tracker_.Flush();
  for (auto& stream : streams_) stream.contents.Flush(stream.id, store_);
  std::uint64_t missing = 0;
  for (const auto& stream : streams_) missing += std::min(stream.known.missing(), kMostMissing + 1);
  for (const auto& stream : streams_) {
    if (!stream.known.HasGap()) continue;
    const auto what =
        fmt::format("{}, life {}, {}/{} has no seq {} and a higher one", stream.actor,
                    stream.id.life, stream.id.topic, stream.id.partition, stream.known.next());
    const auto hint = "sequences of an origin, life and partition begin at 0 and have no gaps";
    if (missing > kMostMissing) {
      complaints.Add(stream.first_line, what, hint);
    } else {
      complaints.AddUnlessCut(stream.first_line, what, hint);
    }
  }
}

}  // namespace kproof

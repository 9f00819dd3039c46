#include "harness/agent/life.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "harness/base/error.h"

namespace kproof {
namespace {

constexpr Duration kPurgeLimit = std::chrono::seconds(2);

std::vector<StreamId> StreamsOf(const ProducerConfig& config, std::uint32_t origin,
                                std::uint32_t life) {
  std::vector<StreamId> streams;
  for (const auto& topic : config.topics)
    for (std::int32_t partition = 0; partition < topic.partitions; ++partition)
      streams.push_back({.cluster = config.cluster,
                         .origin = origin,
                         .life = life,
                         .topic = topic.name,
                         .partition = partition});
  return streams;
}

std::vector<std::string> NamesOf(const std::vector<AgentTopic>& topics) {
  std::vector<std::string> names;
  for (const auto& topic : topics) names.push_back(topic.name);
  return names;
}

}  // namespace

ProducerLife::ProducerLife(AgentProcess& process, const ProducerConfig& config,
                           const ClientConfig& client, std::uint32_t origin, std::uint32_t life)
    : process_(process),
      origin_(origin),
      life_(life),
      streams_(StreamsOf(config, origin, life)),
      next_sequence_(streams_.size(), 0),
      told_sent_(streams_.size(), 0),
      told_second_(streams_.size(), -1),
      marks_(MarksPath(config.spool_folder, config.actor, life), config.run_id, config.actor,
             streams_),
      tracker_([this](std::uint32_t stream, const SettledSpan& span) {
        process_.spool.Settled(spool_numbers_[stream], span);
      }),
      client_(
          client, NamesOf(config.topics),
          [this](const Delivery& delivery) { OnDelivery(delivery); },
          [this](const std::string& what) { process_.Told(what); }) {
  std::size_t first = 0;
  for (const auto& topic : config.topics) {
    first_stream_.push_back(first);
    topic_checksums_.push_back(TopicChecksum(topic.name));
    first += static_cast<std::size_t>(topic.partitions);
  }
  for (const auto& stream : streams_) spool_numbers_.push_back(process_.spool.Number(stream));
}

void ProducerLife::AwaitLeaders(Duration limit) {
  const Deadline deadline(limit);
  for (std::size_t topic = 0; topic < first_stream_.size(); ++topic) {
    const auto& name = streams_[first_stream_[topic]].topic;
    const auto end = topic + 1 < first_stream_.size() ? first_stream_[topic + 1] : streams_.size();
    const auto led = [&] {
      if (StopSignals() > 0) return true;
      client_.Poll(Duration(0));  // hands over errors
      const auto leaders = client_.Leaders(topic, std::chrono::seconds(1));
      if (!leaders || leaders->size() < end - first_stream_[topic]) return false;
      return std::find(leaders->begin(), leaders->end(), -1) == leaders->end();
    };
    if (!WaitUntil(led, deadline, std::chrono::milliseconds(50)))
      throw Error(ErrorKind::kNotRun,
                  fmt::format("topic '{}' had no leader for each of its {} partitions within {} s",
                              name, end - first_stream_[topic], limit.count() / 1'000'000),
                  Hint("see the brokers' logs, and check the bootstrap servers"));
  }
}

SendResult ProducerLife::Send(const PlaceChooser::Place& place, const ValuePool::Value& value,
                              RunMicros intended, std::int64_t wall_us, const Input* input) {
  const auto stream = first_stream_[place.topic] + static_cast<std::size_t>(place.partition);
  const auto sequence = next_sequence_[stream]++;
  std::uint64_t slot = slots_.size();
  if (free_.empty()) {
    slots_.emplace_back();
  } else {
    slot = free_.back();
    free_.pop_back();
  }
  slots_[slot] = {.sequence = sequence,
                  .intended = intended,
                  .stream = static_cast<std::uint32_t>(stream),
                  .created_us = wall_us};
  if (const auto second = wall_us / 1'000'000;
      process_.audit && std::exchange(told_second_[stream], second) != second)
    process_.spool.Add(
        SpoolEventTime{.stream = streams_[stream], .sequence = sequence, .second = second});
  stamp_ = Encode({.origin = origin_,
                   .life = life_,
                   .partition = static_cast<std::uint16_t>(place.partition & 0xffff),
                   .sequence = sequence,
                   .created_us = wall_us,
                   .value_crc32c = value.crc32c,
                   .in_transaction = !transaction_.empty(),
                   .resend = false,
                   .topic_crc32c = topic_checksums_[place.topic]});
  pending_ = {.topic = place.topic,
              .partition = place.partition,
              .key = place.key,
              .value = value.bytes,
              .stamp = stamp_,
              .opaque = slot,
              .from = input == nullptr ? std::span<const std::byte>() : input->stamp};
  Announce(streams_[stream], sequence, input);
  marks_.Raise(stream, sequence + 1);
  ++process_.state.sent;
  return HandOver();
}

// What SIGKILL must not lose once the client has the record.
void ProducerLife::Announce(const StreamId& stream, std::uint64_t sequence, const Input* input) {
  if (transaction_.empty() && input == nullptr) return;
  if (!transaction_.empty())
    process_.spool.Add(SpoolTxnRecords{
        .stream = stream, .txn = transaction_, .first_sequence = sequence, .count = 1});
  if (input != nullptr) {
    MadeFrom made{.first_sequence = sequence,
                  .cluster = input->place.cluster,
                  .topic = input->place.topic,
                  .partition = input->place.partition,
                  .offsets = {}};
    made.offsets.Push(input->offset);
    process_.spool.Add(SpoolMadeFrom{stream, made});
  }
  process_.spool.Flush();
}

SendResult ProducerLife::HandOver() {
  const auto result = client_.Send(pending_);
  if (result == SendResult::kRefused || result == SendResult::kFatal) GiveUp();
  return result;
}

void ProducerLife::GiveUp() { Settle(pending_.opaque, Outcome::kFailed, -1, client_.last_error()); }

void ProducerLife::OnDelivery(const Delivery& delivery) {
  switch (delivery.outcome) {
    case DeliveryOutcome::kAcked:
      return Settle(delivery.opaque, Outcome::kAcked, delivery.offset, 0);
    case DeliveryOutcome::kFailed:
      return Settle(delivery.opaque, Outcome::kFailed, -1, delivery.error);
    case DeliveryOutcome::kUnknown:
      return Settle(delivery.opaque, Outcome::kUnknown, -1, delivery.error);
  }
}

void ProducerLife::Settle(std::uint64_t slot, Outcome outcome, std::int64_t offset,
                          std::int32_t error) {
  const Slot& record = slots_[slot];
  const auto now = process_.clock.Now();
  marks_.Settled(record.stream, record.sequence, outcome == Outcome::kAcked);
  tracker_.Settle(record.stream, record.sequence, outcome, offset, error, record.intended, now);
  // What timed out or was purged says nothing that an error of the connection has not said better.
  if (error > 0 || (error != 0 && !process_.told_error() && !ending_))
    process_.Told("a record was not acked: " + ErrorText(error));
  slots_[slot].created_us = kSettled;
  free_.push_back(slot);
  LiveState& state = process_.state;
  if (outcome == Outcome::kAcked) {
    ++state.acked;
    state.last_ack = now;
  } else {
    ++(outcome == Outcome::kFailed ? state.failed : state.unknown);
  }
}

void ProducerLife::Poll(Duration timeout) {
  client_.Poll(timeout);
  const auto now = process_.clock.Now();
  if (!process_.FlushDue(now)) return;
  tracker_.FlushOlderThan(now);
  if (process_.TellingDue(now)) Tell();
  process_.Flush(now);
}

// Spans of the last second are still open, so what is reported now is what was settled one report
// ago.
void ProducerLife::Tell() {
  for (std::size_t stream = 0; stream < streams_.size(); ++stream) {
    const auto sent = next_sequence_[stream];
    if (std::exchange(told_sent_[stream], sent) != sent)
      process_.spool.Add(SpoolSent{.stream = streams_[stream], .sent = sent});
  }
  if (next_progress_us_ > 0) process_.spool.Add(SpoolProgress{next_progress_us_});
  next_progress_us_ = WallMicros();
  for (const Slot& slot : slots_) next_progress_us_ = std::min(next_progress_us_, slot.created_us);
}

void ProducerLife::End() {
  ending_ = true;
  if (outstanding() > 0) client_.Purge();
  const Deadline deadline(kPurgeLimit);
  while (outstanding() > 0 && !deadline.Passed()) client_.Poll(std::chrono::milliseconds(20));
  process_.state.unknown += outstanding();
  tracker_.Flush();
  next_progress_us_ = 0;
  if (process_.audit) Tell();
  process_.Flush(process_.clock.Now());
}

}  // namespace kproof

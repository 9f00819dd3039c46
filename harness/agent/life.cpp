#include "harness/agent/life.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "harness/base/error.h"

namespace kproof {
namespace {

constexpr Duration kPurgeLimit = std::chrono::seconds(2);

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
      tracker_([this](std::uint32_t stream, const SettledSpan& span) {
        process_.spool.Settled(spool_numbers_[stream], span);
      }),
      client_(
          client, NamesOf(config.topics),
          [this](const Delivery& delivery) { OnDelivery(delivery); },
          [this](const std::string& what) { process_.Told(what); }) {
  std::vector<StreamId> streams;
  for (const auto& topic : config.topics) {
    Topic& known = topics_.emplace_back();
    known.name = topic.name;
    known.checksum = TopicChecksum(topic.name);
    for (std::int32_t partition = 0; partition < topic.partitions; ++partition) {
      known.streams.push_back(streams.size());
      streams.push_back(StreamOf(known, partition));
    }
  }
  AddStreams(std::move(streams));
}

StreamId ProducerLife::StreamOf(const Topic& topic, std::int32_t partition) const {
  return {.cluster = process_.config.cluster,
          .origin = origin_,
          .life = life_,
          .topic = topic.name,
          .partition = partition};
}

void ProducerLife::AddStreams(std::vector<StreamId> streams) {
  const AgentConfig& config = process_.config;
  mark_files_.push_back(std::make_unique<SentMarks>(
      MarksPath(config.spool_folder, config.actor, life_, mark_files_.size()), config.run_id,
      config.actor, streams));
  for (std::size_t slot = 0; slot < streams.size(); ++slot) {
    marks_.push_back({mark_files_.back().get(), slot});
    spool_numbers_.push_back(process_.spool.Number(streams[slot]));
    streams_.push_back(std::move(streams[slot]));
  }
  next_sequence_.resize(streams_.size(), 0);
  told_sent_.resize(streams_.size(), 0);
  told_second_.resize(streams_.size(), -1);
}

std::optional<std::int32_t> ProducerLife::Partitions(std::size_t topic, Duration timeout) {
  const auto leaders = client_.Leaders(topic, timeout);
  if (!leaders || std::find(leaders->begin(), leaders->end(), -1) != leaders->end())
    return std::nullopt;
  return static_cast<std::int32_t>(leaders->size());
}

void ProducerLife::Grow(std::size_t topic, std::int32_t partitions) {
  Topic& known = topics_[topic];
  std::vector<StreamId> more;
  for (auto next = static_cast<std::int32_t>(known.streams.size()); next < partitions; ++next) {
    known.streams.push_back(streams_.size() + more.size());
    more.push_back(StreamOf(known, next));
  }
  if (!more.empty()) AddStreams(std::move(more));
}

void ProducerLife::AwaitLeaders(Duration limit) {
  const Deadline deadline(limit);
  for (std::size_t topic = 0; topic < topics_.size(); ++topic) {
    const auto& known = topics_[topic];
    const auto led = [&] {
      if (StopSignals() > 0) return true;
      client_.Poll(Duration(0));  // hands over errors
      const auto partitions = Partitions(topic, std::chrono::seconds(1));
      return partitions && static_cast<std::size_t>(*partitions) >= known.streams.size();
    };
    if (!WaitUntil(led, deadline, std::chrono::milliseconds(50)))
      throw Error(ErrorKind::kNotRun,
                  fmt::format("topic '{}' had no leader for each of its {} partitions within {} s",
                              known.name, known.streams.size(), limit.count() / 1'000'000),
                  Hint("see the brokers' logs, and check the bootstrap servers"));
  }
}

SendResult ProducerLife::Send(const PlaceChooser::Place& place, const ValuePool::Value& value,
                              RunMicros intended, std::int64_t wall_us, const Input* input) {
  const Topic& topic = topics_[place.topic];
  const auto stream = topic.streams[static_cast<std::size_t>(place.partition)];
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
                   .topic_crc32c = topic.checksum});
  pending_ = {.topic = place.topic,
              .partition = place.partition,
              .key = place.key,
              .value = value.bytes,
              .stamp = stamp_,
              .opaque = slot,
              .from = input == nullptr ? std::span<const std::byte>() : input->stamp};
  Announce(streams_[stream], sequence, input);
  marks_[stream].file->Raise(marks_[stream].slot, sequence + 1);
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
  const Mark& mark = marks_[record.stream];
  mark.file->Settled(mark.slot, record.sequence, outcome == Outcome::kAcked);
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
  TellResent(now);
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

void ProducerLife::TellResent(RunMicros now) {
  const auto resent = client_.Resent();
  if (!resent || resent == told_resent_) return;
  told_resent_ = resent;
  process_.spool.Add(SpoolResent{.at = now, .records = process_.resent + *resent});
}

void ProducerLife::End() {
  ending_ = true;
  if (outstanding() > 0) client_.Purge();
  const Deadline deadline(kPurgeLimit);
  while (outstanding() > 0 && !deadline.Passed()) client_.Poll(std::chrono::milliseconds(20));
  process_.state.unknown += outstanding();
  tracker_.Flush();
  TellResent(process_.clock.Now());
  process_.resent += client_.Resent().value_or(0);
  next_progress_us_ = 0;
  if (process_.audit) Tell();
  process_.Flush(process_.clock.Now());
}

}  // namespace kproof

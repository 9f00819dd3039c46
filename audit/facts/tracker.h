// Turns single records into spans as they are settled or read: consecutive sequences with ascending
// offsets and one fate, within one second of the run's clock.
//
// Not thread-safe. Spans that are still open are lost with the process: whoever needs to know asks
// for a close frame.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "audit/facts/facts.h"

namespace kproof {

// The part of a span that settles and reads have in common, while it is open.
class OpenSpan {
 public:
  bool empty() const { return count_ == 0; }
  // Whether the record continues this span: next sequence, higher offset (or none, as before), same
  // second.
  bool Fits(std::uint64_t sequence, std::int64_t offset, RunMicros now) const {
    return sequence == first_sequence_ + count_ && now < second_end_ && now >= to_ &&
           (offset < 0 ? offsets_.empty() : !offsets_.empty() && offset > offsets_.last());
  }
  void Begin(std::uint64_t sequence, RunMicros now);
  void Add(std::uint64_t sequence, std::int64_t offset, std::int64_t latency, RunMicros now) {
    ++count_;
    if (offset >= 0) offsets_.Push(offset);
    to_ = now;
    if (now >= pulse_end_) MarkPulse(now);
    latency_.Add(latency);
    digest_.Add(sequence, offset < 0 ? -1 : offset);
  }
  bool OlderThan(RunMicros now) const { return count_ != 0 && now >= second_end_; }
  RunMicros to() const { return to_; }
  // Hands the contents over and is empty then.
  template <typename Span>
  void MoveTo(Span& span) {
    span.first_sequence = first_sequence_;
    span.count = std::exchange(count_, 0);
    span.offsets = std::exchange(offsets_, {});
    span.from = from_;
    span.to = to_;
    span.pulse = std::exchange(pulse_, {});
    span.latency = std::exchange(latency_, {});
    span.digest = std::exchange(digest_, {});
  }

 private:
  void MarkPulse(RunMicros now);

  std::uint64_t first_sequence_ = 0;
  std::uint64_t count_ = 0;
  OffsetRun offsets_;
  RunMicros from_ = 0;
  RunMicros to_ = 0;
  RunMicros second_end_ = 0;  // of the second that `from_` is in
  RunMicros pulse_end_ = 0;   // of the 10 ms that were marked last
  Pulse pulse_;
  Histogram latency_;
  Digest digest_;
};

// Streams are numbers given by the caller, small and dense.
class SettleTracker {
 public:
  using Emit = std::function<void(std::uint32_t stream, const SettledSpan& span)>;
  explicit SettleTracker(Emit emit) : emit_(std::move(emit)) {}

  // `offset` is negative where the client got none; `error` is 0 for acked records.
  void Settle(std::uint32_t stream, std::uint64_t sequence, Outcome outcome, std::int64_t offset,
              std::int32_t error, RunMicros intended, RunMicros now,
              std::string_view topic_id = {}) {
    if (stream >= open_.size()) open_.resize(stream + 1);
    Open& open = open_[stream];
    if (open.span.empty() || open.outcome != outcome || open.error != error ||
        open.topic_id != topic_id || !open.span.Fits(sequence, offset, now)) {
      Restart(stream, sequence, outcome, error, now);
      open.topic_id = topic_id;
    }
    open_[stream].span.Add(sequence, offset, now - intended, now);
  }
  // Emits what can't grow any more because its second is over.
  void FlushOlderThan(RunMicros now);
  void Flush();

 private:
  struct Open {
    OpenSpan span;
    Outcome outcome = Outcome::kAcked;
    std::int32_t error = 0;
    std::string topic_id;
  };
  void Restart(std::uint32_t stream, std::uint64_t sequence, Outcome outcome, std::int32_t error,
               RunMicros now);
  void Close(std::uint32_t stream);

  Emit emit_;
  std::vector<Open> open_;
};

// Whose record it is, next to the place it was found at.
struct ReadSource {
  std::uint32_t origin = 0;
  std::uint32_t life = 0;
  std::int32_t sent_partition = 0;  // that the producer sent it to
  std::int32_t sent_topic = -1;     // a number of the caller's; -1: the topic it was found in

  // Asked for each record, so without a branch for each field.
  bool operator==(const ReadSource& other) const {
    const auto partitions = static_cast<std::uint32_t>(sent_partition ^ other.sent_partition);
    const auto topics = static_cast<std::uint32_t>(sent_topic ^ other.sent_topic);
    return ((origin ^ other.origin) | (life ^ other.life) | partitions | topics) == 0;
  }
};

// Places are numbers that the caller gives to the topic-partitions it reads, small and dense.
class ReadTracker {
 public:
  using Emit =
      std::function<void(std::uint32_t place, const ReadSource& source, const ReadSpan& span)>;
  // `one_instant`: no span holds reads of two moments, so that whoever reads transactions as they
  // are committed can be told from one who saw them early.
  explicit ReadTracker(Emit emit, bool one_instant = false)
      : emit_(std::move(emit)), one_instant_(one_instant) {}
  ReadTracker(const ReadTracker&) = delete;

  // `latency` in microseconds. The emitted span's `partition` is left to the caller.
  void Read(std::uint32_t place, const ReadSource& source, std::uint64_t sequence,
            std::int64_t offset, std::int64_t latency, RunMicros now) {
    Open& open = Find(place, source);
    if (open.span.empty() || !open.span.Fits(sequence, offset, now) ||
        (one_instant_ && now != open.span.to())) {
      Close(place, open);
      open.span.Begin(sequence, now);
    }
    open.span.Add(sequence, offset, latency, now);
  }
  void FlushOlderThan(RunMicros now);
  void Flush();
  void Flush(std::uint32_t place);

 private:
  struct Open {
    ReadSource source;
    std::size_t then = 0;  // whose record came behind its last one
    OpenSpan span;
  };
  struct Place {
    std::vector<Open> sources;        // few: the producers of one partition
    std::size_t last = 0, guess = 0;  // whose record came last, and whose may come next
  };
  // Producers of one partition take turns, and mostly the same ones.
  Open& Find(std::uint32_t place, const ReadSource& source) {
    if (place < places_.size() && !places_[place].sources.empty()) {
      Place& here = places_[place];
      if (Open& guess = here.sources[here.guess]; guess.source == source) {
        here.last = here.guess;
        here.guess = guess.then;
        return guess;
      }
    }
    return FindOther(place, source);
  }
  Open& FindOther(std::uint32_t place, const ReadSource& source);
  void Close(std::uint32_t place, Open& open);

  Emit emit_;
  bool one_instant_;
  std::vector<Place> places_;
};

}  // namespace kproof

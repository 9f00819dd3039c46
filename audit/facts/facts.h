// What was sent, settled and read, as values: the vocabulary that agents write, the store keeps and
// the judge reads.
//
// Facts about records are spans, not rows per record: consecutive sequences of one stream with
// ascending offsets, settled (or read) within one second. A digest over (sequence, offset) lets the
// judge see that what was acked equals what was read without decoding either; two different sets
// agree by accident once in 2^64.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "audit/facts/histogram.h"
#include "audit/facts/offsets.h"
#include "harness/base/clock.h"
#include "harness/base/random.h"
#include "harness/words/actor_kind.h"

namespace kproof {

// All records that one life of one producing instance sent to one topic-partition. "Sent to", not
// "found in".
struct StreamId {
  std::string cluster = "main";
  std::uint32_t origin = 0;
  std::uint32_t life = 0;
  std::string topic;
  std::int32_t partition = 0;

  auto operator<=>(const StreamId&) const = default;
};

// The client's last word on a record. kFailed: certainly not in the log. kUnknown: it may be there.
// (librdkafka: PERSISTED, NOT_PERSISTED, POSSIBLY_PERSISTED of rd_kafka_message_status.)
enum class Outcome : std::uint8_t { kAcked = 0, kFailed = 1, kUnknown = 2 };

enum class Pass : std::uint8_t { kLive = 0, kFinal = 1 };
enum class Isolation : std::uint8_t { kUncommitted = 0, kCommitted = 1 };

// Order-free sum over (sequence, offset): digests of parts add up to the digest of the whole.
struct Digest {
  std::uint64_t sum = 0;

  // `offset` is -1 where none is known.
  void Add(std::uint64_t sequence, std::int64_t offset) {
    sum += Mix64(sequence * 0xd6e8feb86659fd93ULL + Mix64(static_cast<std::uint64_t>(offset)));
  }
  void Add(const Digest& other) { sum += other.sum; }
  bool operator==(const Digest&) const = default;
};

// In which hundredths of one second something happened: bit i stands for the i-th 10 ms. It is what
// gaps are found with, so a gap is known to 10 ms.
struct Pulse {
  std::uint64_t low = 0;   // hundredths 0..63
  std::uint64_t high = 0;  // hundredths 64..99

  void Mark(RunMicros at) {
    const auto slot = static_cast<unsigned>((at % 1'000'000 + 1'000'000) % 1'000'000 / 10'000);
    (slot < 64 ? low : high) |= std::uint64_t{1} << (slot % 64);
  }
};

// Records first_sequence … first_sequence + count - 1 of a stream, settled alike within one second
// of the run's clock.
struct SettledSpan {
  Outcome outcome = Outcome::kAcked;
  std::uint64_t first_sequence = 0;
  std::uint64_t count = 0;
  OffsetRun offsets;  // ascending, one a record; empty where the client got none (acks=0, failures)
  RunMicros from = 0;  // first and last settle; both in the same second
  RunMicros to = 0;
  Pulse pulse;             // when within that second
  Histogram latency;       // microseconds from the *intended* send time to the settle
  std::int32_t error = 0;  // librdkafka's error code; 0 for acked
  Digest digest;
  std::string topic_id = {};  // Kafka's id of the topic that took them; "": nobody said
};

// Records first_sequence … of a stream as one reader got them, in ascending offsets, within one
// second.
struct ReadSpan {
  std::int32_t partition =
      0;  // where they were found; `StreamId::partition` is where they were sent
  std::string cluster = {}, topic = {};  // likewise; "": that of the stream
  std::string topic_id = {};             // of the topic where they were found; "": nobody said
  std::uint64_t first_sequence = 0;
  std::uint64_t count = 0;
  OffsetRun offsets;  // ascending, one a record
  RunMicros from = 0;
  RunMicros to = 0;
  Pulse pulse;
  Histogram latency;  // microseconds of wall clock from the stamp's `created` to the read;
                      // negatives count as 0
  Digest digest;
};

// A record whose value does not match the CRC of its stamp. It is in a ReadSpan too.
struct CorruptRead {
  std::int32_t partition = 0;
  std::int64_t offset = 0;
  std::uint64_t sequence = 0;
  std::string cluster = {}, topic = {}, topic_id = {};  // as in ReadSpan
};

// Records without a (valid) stamp: they occupy offsets and count nowhere.
struct ForeignRead {
  std::string topic;
  std::int32_t partition = 0;
  OffsetRun offsets;
  std::string topic_id = {};  // "": nobody said
};

// Keys of consecutive sequences of a stream, as 64-bit hashes (keys.h), for compacted topics alone.
struct KeySpan {
  std::uint64_t first_sequence = 0;
  std::vector<std::uint64_t> hashes;
  std::vector<bool> tombstones;  // as long as `hashes`: the value is null
};

// The key that a reader saw at a place, also of a record without a stamp.
struct FoundKey {
  std::string topic;
  std::int32_t partition = 0;
  std::int64_t offset = 0;
  std::uint64_t hash = 0;
  bool tombstone = false;
  std::string topic_id = {};
};

// What consecutive sequences of a stream were made from: one input offset each, ascending.
struct MadeFrom {
  std::uint64_t first_sequence = 0;
  std::string cluster = "main";
  std::string topic;
  std::int32_t partition = 0;
  OffsetRun offsets;
};

// An upper bound of what any record of a stream takes: bytes of key, value and headers, and how
// many headers beyond the stamp.
struct Largest {
  std::uint64_t bytes = 0;
  std::uint64_t headers = 0;
};

// What a final pass of one partition covered.
struct Bounds {
  std::string topic;
  std::int32_t partition = 0;
  std::int64_t start = 0;  // log start offset when the pass began
  std::int64_t end = 0;    // the end it could read then (committed: the last stable offset)
  std::optional<std::int64_t> position;  // how far it got; nothing: to the end
  std::string topic_id = {};             // "": nobody said
};

// One process (or foreign client) that writes facts. One that was opened and never closed may have
// facts that were not written: a hole.
struct Actor {
  std::string name;  // unique in the run: "checkout-0", "monitor-0", "final"
  std::string cluster = "main";
  ActorKind kind = ActorKind::kProducer;
  std::string client;  // "librdkafka 2.0.2"
  std::string host;
  std::int64_t pid = 0;
};

}  // namespace kproof

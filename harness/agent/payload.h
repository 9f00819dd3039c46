// Values and places of the records that a producer sends: which topic, partition, key and bytes
// record number n has.
//
// Not thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/agent/config.h"

namespace kproof {

// Pseudo-random values made beforehand, with their checksums: slices of one buffer that begin at
// different places.
class ValuePool {
 public:
  struct Value {
    std::string_view bytes;
    std::uint32_t crc32c = 0;
  };
  ValuePool(std::uint64_t seed, std::uint64_t value_bytes);
  const Value& Next() { return values_[next_++ % values_.size()]; }

 private:
  std::string buffer_;
  std::vector<Value> values_;
  std::size_t next_ = 0;
};

// Topics take turns. With keys, the n-th record of a topic has key "k<n mod keys>" and the
// partition that Kafka's producer would choose; without, partitions take turns as with the client
// whose defaults they have: each for 10 ms (librdkafka: sticky.partitioning.linger.ms) or, for
// Java's, at most 16 KiB (batch.size).
class PlaceChooser {
 public:
  struct Place {
    std::size_t topic = 0;
    std::int32_t partition = 0;
    std::optional<std::string_view> key;
  };
  static constexpr std::uint64_t kJavaStickyBytes = 16 << 10;

  // `sticky_bytes`: of values; then the next partition's turn comes before its time.
  PlaceChooser(const std::vector<AgentTopic>& topics, std::uint64_t keys, std::uint64_t value_bytes,
               std::uint64_t sticky_bytes = UINT64_MAX);
  Place Next(std::int64_t now_us);
  // From the next record on the topic has so many partitions.
  void Grow(std::size_t topic, std::int32_t partitions);

 private:
  struct Topic {
    std::int32_t partitions = 1;
    std::vector<std::int32_t> by_key;
    std::uint64_t records = 0;
    std::int32_t sticky = 0;
    std::uint64_t sticky_bytes = 0;
    std::int64_t sticky_until = 0;
  };
  std::vector<Topic> topics_;
  std::vector<std::string> keys_;
  std::uint64_t value_bytes_, sticky_bytes_;
  std::size_t next_topic_ = 0;
};

}  // namespace kproof

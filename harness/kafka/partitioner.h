// Which partition a keyed record belongs to: exactly as Kafka's Java producer decides
// (BuiltInPartitioner.partitionForKey: toPositive(murmur2(key)) % partitions), so that the stamp
// can name the partition before librdkafka sees the record.
//
// Thread-safe: pure functions.
#pragma once

#include <cstdint>
#include <string_view>

namespace kproof {

// org.apache.kafka.common.utils.Utils.murmur2: seed 0x9747b28c, the result as Java's signed int.
std::int32_t Murmur2(std::string_view bytes);

// `partitions` > 0.
inline std::int32_t PartitionForKey(std::string_view key, std::int32_t partitions) {
  return (Murmur2(key) & 0x7fffffff) % partitions;
}

}  // namespace kproof

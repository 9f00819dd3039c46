// Which positions a Fetch asks for: topic, partition and offset, of versions 4 to 18
// (FetchRequest.json of apache/kafka). Up to version 12 a topic is named; from 13 on (KIP-516) it
// is an id alone.
//
// In a fetch session (KIP-227, the Java client's default; librdkafka has none) a request lists only
// the partitions whose position moved since the one before.
//
// Thread-safe: pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/kafka/node_client.h"

namespace kproof {

struct FetchPosition {
  std::string topic;  // "" from version 13 on
  TopicId id{};       // zeros before
  std::int32_t partition = 0;
  std::int64_t offset = 0;
  bool operator==(const FetchPosition&) const = default;
};

// `request` is a complete request, from its kind on. Nothing for a version that is not among these.
// Throws Error(kCorrupt) for a damaged one.
std::optional<std::vector<FetchPosition>> ReadFetchPositions(std::string_view request);

}  // namespace kproof

// What several requests that change something have in common on the wire.
//
// Thread-safe: pure functions.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "harness/base/clock.h"
#include "harness/kafka/admin_answer.h"
#include "harness/kafka/wire.h"

namespace kproof::messages {

std::int32_t Millis(Duration time);

// The numbers of the partitions by topic: requests name each topic once.
std::map<std::string, std::vector<std::int32_t>> ByTopic(
    const std::vector<TopicPartition>& partitions);

void WriteInt32s(wire::Writer& body, const std::vector<std::int32_t>& values);

// Throttle time, and code and message of the whole request, as most answers begin.
AdminAnswer ReadHead(wire::Reader& body);

// Code and nullable message, as most answers have them.
AdminResult ReadResult(wire::Reader& body, std::string object);

// Topics with partitions that have code and message each: ElectLeaders and
// AlterPartitionReassignments.
std::vector<AdminResult> ReadPartitionResults(wire::Reader& body);

}  // namespace kproof::messages

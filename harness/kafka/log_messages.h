// Questions about the log that one node holds of a partition, as leader or as follower.
//
// A consumer's Fetch of version 11 on is answered by followers too (KIP-392), up to the high
// watermark that they know; ListOffsets only when it is asked as "debugging" replica -2, and then
// without regard to the high watermark.
//
// Thread-safe: pure functions. Readers throw Error(kCorrupt) on anything that is not exactly such
// an answer.
#pragma once

#include <cstdint>
#include <string_view>

#include "harness/kafka/messages.h"

namespace kproof::messages {

Request AskLog(const LogPlace& place, std::int32_t max_bytes, Duration wait);
Coded<LogPart> ReadLog(std::string_view body);

// The log start (kEarliest) or log end (kLatest) of the replica on the node that is asked;
// ReadOffset reads the answer.
Request AskReplicaOffset(const LogPlace& place, std::int64_t time);

}  // namespace kproof::messages

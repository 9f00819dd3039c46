// How an answer to DescribeQuorum begins in versions 0 and 1: one topic, one partition, who leads
// it.
//
// Thread-safe: pure functions.
#pragma once

#include "harness/kafka/messages.h"
#include "harness/kafka/wire.h"

namespace kproof::messages {

// Reads error, leader and epoch into `answer`. False when the answer was an error and nothing else;
// it is read to its end then.
template <typename Quorum>
bool ReadQuorumHead(wire::Reader& body, Coded<Quorum>& answer) {
  constexpr std::int16_t kNone = 0;
  answer.error = body.Int16();
  const std::size_t topics = body.Array();
  if (answer.error != kNone && topics == 0) {
    body.Tags();
    body.End();
    return false;
  }
  wire::ExactlyOne(topics);
  body.String();
  wire::ExactlyOne(body.Array());
  body.Int32();  // partition 0
  const std::int16_t partition_error = body.Int16();
  if (answer.error == kNone) answer.error = partition_error;
  answer.value.leader = body.Int32();
  answer.value.epoch = body.Int32();
  return true;
}

}  // namespace kproof::messages

// Answers to Metadata and DescribeTopicPartitions without one topic, as a broker gives them that
// does not know of it (yet): it is left out of a list of all topics, and is
// UNKNOWN_TOPIC_OR_PARTITION (by id: UNKNOWN_TOPIC_ID) to whoever names it.
//
// Thread-safe: pure functions.
#pragma once

#include <vector>

#include "harness/protocol/error_answer.h"

namespace kproof {

// `asked`: what the request named; nothing for all topics. False: the answer said nothing of it.
bool HideTopic(protocol::WholeAnswer& answer, const protocol::PlaceFilter& topic,
               const std::vector<protocol::Place>& asked);

}  // namespace kproof

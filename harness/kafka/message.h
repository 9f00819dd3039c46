// A message of librdkafka as the record that this room hands on. Private to the room.
//
// Thread-safe: a pure function.
#pragma once

#include <cstddef>

#include "harness/kafka/incoming_record.h"

struct rd_kafka_message_s;

namespace kproof {

// What the record holds points into `message`, which must have no error.
IncomingRecord RecordOf(const rd_kafka_message_s& message, std::size_t place);

}  // namespace kproof

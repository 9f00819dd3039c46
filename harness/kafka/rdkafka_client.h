// What clients of either kind need around librdkafka's calls: times as it takes them, its errors
// and messages as this room hands them on, and an end that never hangs: rd_kafka_destroy waits for
// threads that may sit in a connection attempt. Private to the room.
//
// Thread-safe: no shared state.
#pragma once

#include <cstddef>

#include "harness/base/clock.h"
#include "harness/kafka/client_config.h"
#include "harness/kafka/incoming_record.h"

struct rd_kafka_s;
struct rd_kafka_message_s;

namespace kproof {

// A time as librdkafka's functions take it, in ms, an hour at most: -1 would be for ever.
int Millis(Duration time);

// Passes on what librdkafka's error_cb was called with. Leaves out that all brokers are down and
// fatal errors: the first follows from errors that were passed on, the second the client passes on
// itself.
void TakeClientError(int code, const char* reason, const OnClientError& take);

// What the record holds points into `message`, which must have no error.
IncomingRecord RecordOf(const rd_kafka_message_s& message, std::size_t place);

// Waits 5 s at most; a client that takes longer goes on ending in a thread of its own.
void EndClient(rd_kafka_s* client);

}  // namespace kproof

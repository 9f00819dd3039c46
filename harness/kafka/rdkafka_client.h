// What librdkafka needs around its calls: times as it takes them, and an end that never hangs:
// rd_kafka_destroy waits for threads that may sit in a connection attempt.
#pragma once

#include "harness/base/clock.h"

struct rd_kafka_s;

namespace kproof {

// A time as librdkafka's functions take it, in ms, an hour at most: -1 would be for ever.
int Millis(Duration time);

// Waits 5 s at most; a client that takes longer goes on ending in a thread of its own.
void EndClient(rd_kafka_s* client);

}  // namespace kproof

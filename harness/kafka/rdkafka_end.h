// Ends a librdkafka client without ever hanging: rd_kafka_destroy waits for threads that may sit in
// a connection attempt.
#pragma once

struct rd_kafka_s;

namespace kproof {

// Waits 5 s at most; a client that takes longer goes on ending in a thread of its own.
void EndClient(rd_kafka_s* client);

}  // namespace kproof

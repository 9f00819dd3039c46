// What librdkafka tells a client that concerns no one record. Private to this room.
#pragma once

#include "harness/kafka/client_config.h"

namespace kproof {

// Passes on what librdkafka's error_cb was called with. Leaves out that all brokers are down and
// fatal errors: the first follows from errors that were told, the second are told by the client
// itself.
void TakeClientError(int code, const char* reason, const OnClientError& take);

}  // namespace kproof

// How long a producer that was asked to end waits for its last acks.
//
// Thread-safe: a pure function.
#pragma once

#include <vector>

#include "harness/base/clock.h"
#include "harness/kafka/client_config.h"

namespace kproof {

// `given` above zero, else the client's delivery.timeout.ms and 5 s more, in which it reports on
// the last records; 150 s at most, also if that setting is 0 (no limit) or missing.
Duration DrainLimit(Duration given, const std::vector<ClientSetting>& settings);

}  // namespace kproof

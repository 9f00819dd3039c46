// The version of kproof; the Kafka client reports its own (harness/kafka/client_config.h).
#pragma once

#include <string>

namespace kproof {

std::string KproofVersion();  // "0.1.0"
}  // namespace kproof

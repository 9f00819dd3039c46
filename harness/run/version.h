// The version of kproof; the Kafka client reports its own (harness/kafka/client_config.h).
#pragma once

#include <string>

namespace kproof {

std::string KproofVersion();  // "0.1.0"
std::string
ClientVersion();  // "librdkafka 2.0.2": of the library that is loaded, not of its header

}  // namespace kproof

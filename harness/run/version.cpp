#include "harness/run/version.h"

#include "harness/kafka/client_config.h"

namespace kproof {

std::string KproofVersion() { return KPROOF_VERSION; }
std::string ClientVersion() { return "librdkafka " + LibrdkafkaVersion(); }

}  // namespace kproof

#include "audit/promise/without_limit.h"

#include <array>

namespace kproof {
namespace {

struct Extreme {
  std::string_view key, value, word;
};

// Kafka's MAX_VALUE of int and long (ProducerConfig, TopicConfig, LogConfig), and what librdkafka
// has as default for the requests in flight (CONFIGURATION.md).
constexpr std::array<Extreme, 8> kExtremes = {{
    {"flush.messages", "9223372036854775807", "never"},
    {"flush.ms", "9223372036854775807", "never"},
    {"log.flush.interval.messages", "9223372036854775807", "never"},
    {"max.in.flight.requests.per.connection", "1000000", "unlimited"},
    {"retention.bytes", "-1", "unlimited"},
    {"retention.ms", "-1", "unlimited"},
    {"retention.ms", "9223372036854775807", "unlimited"},
    {"retries", "2147483647", "unlimited"},
}};

}  // namespace

std::string InWords(std::string_view key, const std::string& value) {
  for (const auto& extreme : kExtremes)
    if (extreme.key == key && extreme.value == value) return std::string(extreme.word);
  return value;
}

}  // namespace kproof

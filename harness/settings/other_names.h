// Settings that librdkafka and Kafka's own clients have under different names.
//
// Thread-safe: constants.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace kproof {

struct OtherName {
  const char* librdkafka;
  const char* kafka;
  // librdkafka knows both ("Alias for" in its CONFIGURATION.md); else its own alone.
  bool alias = true;
  std::int64_t unit = 1;  // Kafka's number is so many times librdkafka's
};

// In the order of librdkafka's names.
std::span<const OtherName> OtherNames();
// nullptr where Kafka's clients call it the same, or have no such setting.
const OtherName* FindLibrdkafkaName(const std::string& name);

}  // namespace kproof

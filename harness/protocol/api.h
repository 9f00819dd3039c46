// The kinds of request in Kafka's protocol, by the names that Kafka gives them
// (schema.h); those that it has no more are among them.
//
// Thread-safe: pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace kproof {

inline constexpr std::int16_t kProduceApi = 0;
inline constexpr std::int16_t kFetchApi = 1;
inline constexpr std::int16_t kMetadataApi = 3;
inline constexpr std::int16_t kDescribeTopicPartitionsApi = 75;

// "Produce", "FindCoordinator"; "request kind 93" for one that this program has no name for.
std::string ApiName(std::int16_t api_key);
// Nothing for a name that Kafka does not have; letters are compared as written.
std::optional<std::int16_t> ApiKeyOf(const std::string& name);
// All of them, by key.
const std::vector<std::string>& ApiNames();

// "Produce, EndTxn" → their keys; "any" → none, which stands for all. Throws Error(kUsage) that
// names an unknown kind of request and the nearest known one.
std::vector<std::int16_t> ParseApis(const std::string& text);

}  // namespace kproof

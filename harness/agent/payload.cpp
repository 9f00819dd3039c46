#include "harness/agent/payload.h"

#include <fmt/format.h>

#include <cstring>

#include "harness/base/error.h"
#include "harness/base/limits.h"
#include "harness/base/random.h"
#include "harness/kafka/partitioner.h"
#include "harness/stamp/crc32c.h"

namespace kproof {
namespace {

constexpr std::uint64_t kValues = 256;
constexpr std::uint64_t kShift = 16;  // bytes from the start of one value to the next
constexpr std::int64_t kStickyMicros = 10'000;

}  // namespace

ValuePool::ValuePool(std::uint64_t seed, std::uint64_t value_bytes)
    : buffer_(value_bytes + kValues * kShift, '\0') {
  Random random(seed);
  for (std::size_t at = 0; at + 8 <= buffer_.size(); at += 8) {
    const auto word = random.Next();
    std::memcpy(buffer_.data() + at, &word, sizeof word);
  }
  for (std::uint64_t i = 0; i < kValues; ++i) {
    const auto bytes = std::string_view(buffer_).substr(i * kShift, value_bytes);
    values_.push_back({bytes, Crc32c(std::as_bytes(std::span(bytes.data(), bytes.size())))});
  }
}

PlaceChooser::PlaceChooser(const std::vector<AgentTopic>& topics, std::uint64_t keys,
                           std::uint64_t value_bytes, std::uint64_t sticky_bytes)
    : value_bytes_(value_bytes), sticky_bytes_(sticky_bytes) {
  if (keys > kMostKeys)
    throw Error(ErrorKind::kUsage, fmt::format("{} distinct keys are too many", keys),
                Hint(fmt::format("at most {}", kMostKeys)));
  for (std::uint64_t key = 0; key < keys; ++key) keys_.push_back(fmt::format("k{}", key));
  for (const auto& topic : topics) {
    topics_.emplace_back();
    Grow(topics_.size() - 1, topic.partitions);
  }
}

void PlaceChooser::Grow(std::size_t topic, std::int32_t partitions) {
  Topic& place = topics_[topic];
  place.partitions = partitions;
  place.by_key.clear();
  for (const auto& key : keys_) place.by_key.push_back(PartitionForKey(key, partitions));
}

PlaceChooser::Place PlaceChooser::Next(std::int64_t now_us) {
  const std::size_t index = next_topic_;
  if (++next_topic_ == topics_.size()) next_topic_ = 0;
  Topic& topic = topics_[index];
  const auto record = topic.records++;
  if (!keys_.empty()) {
    const auto key = record % keys_.size();
    return {.topic = index, .partition = topic.by_key[key], .key = keys_[key]};
  }
  if (topic.sticky_bytes >= sticky_bytes_ || now_us >= topic.sticky_until) {
    topic.sticky = static_cast<std::int32_t>((topic.sticky + 1) % topic.partitions);
    topic.sticky_bytes = 0;
    topic.sticky_until = now_us + kStickyMicros;
  }
  topic.sticky_bytes += value_bytes_;
  return {.topic = index, .partition = topic.sticky, .key = {}};
}

}  // namespace kproof

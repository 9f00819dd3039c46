#include "harness/agent/handed_over.h"

namespace kproof {
namespace {

constexpr RunMicros kPart = 10'000;
constexpr std::size_t kMostParts = 100'000;  // a quarter of an hour in which no commit was answered

}  // namespace

void HandedOver::Record(std::int64_t offset, RunMicros now) {
  if (!parts_.empty() && offset < parts_.back().end) parts_.clear();
  if (parts_.empty() || now >= parts_.back().from + kPart) parts_.push_back({0, now});
  parts_.back().end = offset + 1;
  if (parts_.size() > kMostParts) parts_.pop_front();
}

// What was handed over in one part with the last record below `offset`, or with a higher one.
std::optional<RunMicros> HandedOver::EarliestCommit(std::int64_t offset) {
  while (!parts_.empty() && parts_.front().end < offset) parts_.pop_front();
  if (parts_.empty()) return std::nullopt;
  return parts_.front().from;
}

}  // namespace kproof

#include "tests/unit/audit/random_topics.h"

namespace kproof {
namespace {

// Whole seconds, so that no span of facts is on both sides of a border.
constexpr RunMicros kDeleted = 3'000'000, kMadeAgain = 3'990'000;

const char* IdAt(RunMicros at) { return at < kDeleted ? "A" : "B"; }

}  // namespace

RandomTopics::RandomTopics(Random& random, bool calm, EventList& events) {
  const auto chance = [&](std::uint64_t percent) { return !calm && random.Below(100) < percent; };
  if (!chance(15)) {
    events.deletions.push_back(
        {kDeleted, chance(10) ? std::nullopt : std::optional<RunMicros>(kMadeAgain)});
  }
  if (random.Below(100) < 50) events.seen = {{1'000'000, "A"}, {kMadeAgain, "B"}};
}

RunMicros RandomTopics::Second(Random& random) {
  return random.Below(100) < 40 ? kDeleted + 100'000 : 4'000'000;
}

void RandomTopics::Name(Random& random, EventList& events) {
  const auto chance = [&](std::uint64_t percent) { return random.Below(100) < percent; };
  const auto settles = chance(50) ? 100u : chance(30) ? 50u : 0u;
  for (auto& settle : events.settles) {
    if (settle.outcome == Outcome::kAcked && chance(settles)) settle.topic_id = IdAt(settle.at);
  }
  std::map<std::string, bool> names;
  for (const char* reader :
       {"monitor-0", "monitor-1", "monitor-c", "final", "final-2", "c-0", "c-1", "c-2", "admin"})
    names[reader] = chance(50);
  for (auto& read : events.reads) {
    if (names[read.reader] && !read.in_refunds) read.topic_id = IdAt(read.at);
  }
  for (auto& step : events.steps) {
    if (names[step.consumer]) step.topic_id = IdAt(step.at);
  }
  for (auto& b : events.bounds) {
    if (names[b.reader]) b.topic_id = "B";
  }
}

}  // namespace kproof

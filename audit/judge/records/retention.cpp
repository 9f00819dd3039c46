#include "audit/judge/records/retention.h"

#include <string>

#include "audit/promise/settings.h"
#include "harness/base/units.h"
#include "harness/words/failure_class.h"

namespace kproof {

bool Retention::Unknown() const { return !ms || !bytes; }

bool Retention::Explains(RunMicros at, Duration latency, RunMicros now,
                         std::optional<std::uint64_t> most) const {
  if (deletes_asked || Unknown()) return true;
  if (*bytes >= 0 && (!most || *most >= static_cast<std::uint64_t>(*bytes))) return true;
  return *ms >= 0 && (now - at + latency.count()) / 1000 >= *ms;
}

bool Retention::TombstoneMayBeGone(RunMicros at, RunMicros now) const {
  return clock_jumped || !tombstones_ms || (now - at) / 1000 >= *tombstones_ms;
}

std::map<std::int64_t, Retention> RetentionOf(const FactReader& store,
                                              const std::vector<TopicRow>& topics) {
  const Effective effective(store.Settings());
  const auto faults = store.Faults();
  std::map<std::int64_t, Retention> by_topic;
  for (const auto& topic : topics) {
    const auto number = [&](const char* key) -> std::optional<std::int64_t> {
      const auto text = effective.Topic(topic.cluster, topic.name, key);
      return text ? ParseInt(*text) : std::nullopt;
    };
    const auto policy = effective.Topic(topic.cluster, topic.name, "cleanup.policy");
    auto& retention = by_topic[topic.id];
    // The deletion of a topic explains nothing about the one that came after it.
    retention.deletes_asked = topic.incarnation.survived;
    retention.compacted = policy && policy->find("compact") != std::string::npos;
    retention.ms = number("retention.ms");
    retention.bytes = number("retention.bytes");
    retention.tombstones_ms = number("delete.retention.ms");
    for (const auto& fault : faults) {
      if (!fault.from || fault.cluster != topic.cluster) continue;
      retention.deletes_asked =
          retention.deletes_asked || (MayDelete(fault) && !DeletesTopics(fault));
      retention.clock_jumped =
          retention.clock_jumped || fault.failure_class == NameOf(FailureClass::kClock);
    }
  }
  return by_topic;
}

}  // namespace kproof

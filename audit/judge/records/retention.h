// How long a topic keeps its records, and what else may remove some of them.
//
// Retention in Kafka goes by segment and by the time stamps in it, so a record may live longer than
// retention.ms but never shorter: a record that is gone sooner was deleted early. retention.bytes
// explains it unless the partition surely stayed below it (log_size.h).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "audit/store/fact_reader.h"

namespace kproof {

struct Retention {
  bool compacted = false;
  bool deletes_asked = false;                 // a fault may have deleted records (MayDelete)
  std::optional<std::int64_t> ms, bytes;      // -1: for ever
  std::optional<std::int64_t> tombstones_ms;  // delete.retention.ms
  bool clock_jumped = false;                  // by a fault

  // It is not known how long records are kept.
  bool Unknown() const;
  // Whether a record acked at `at` may be gone at `now`. `latency`: it may have been created that
  // much before its ack. `most`: the most bytes that its partition can have held; nothing: not
  // known.
  bool Explains(RunMicros at, Duration latency, RunMicros now,
                std::optional<std::uint64_t> most = std::nullopt) const;
  // Whether compaction may have removed a tombstone that was acked at `at`.
  bool TombstoneMayBeGone(RunMicros at, RunMicros now) const;
};

// By topic.
std::map<std::int64_t, Retention> RetentionOf(const FactReader& store,
                                              const std::vector<TopicRow>& topics);

}  // namespace kproof

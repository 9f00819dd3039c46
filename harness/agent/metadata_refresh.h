// When an agent looks for new partitions: as often as its client refreshes its metadata.
//
// Not thread-safe.
#pragma once

#include <limits>
#include <vector>

#include "harness/base/clock.h"
#include "harness/kafka/client_config.h"

namespace kproof {

class MetadataRefresh {
 public:
  MetadataRefresh() = default;  // never
  // As librdkafka's topic.metadata.refresh.interval.ms says; -1: never.
  explicit MetadataRefresh(const std::vector<ClientSetting>& settings);
  // At first at once, and then after each interval.
  bool Due(RunMicros now) {
    if (now < next_) return false;
    next_ = now + every_;
    return true;
  }

 private:
  RunMicros every_ = 0;
  RunMicros next_ = std::numeric_limits<RunMicros>::max();
};

}  // namespace kproof

#include "harness/agent/metadata_refresh.h"

#include "harness/base/units.h"

namespace kproof {

MetadataRefresh::MetadataRefresh(const std::vector<ClientSetting>& settings) {
  for (const auto& setting : settings) {
    if (setting.key != "topic.metadata.refresh.interval.ms") continue;
    const auto every_ms = ParseInt(setting.value);
    if (!every_ms || *every_ms <= 0) continue;
    every_ = *every_ms * 1000;
    next_ = 0;
  }
}

}  // namespace kproof

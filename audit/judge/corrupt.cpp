// (topic, partition, offset)s read whose value does not match the CRC of its stamp, each once
// whoever read it.
#include <set>
#include <tuple>

#include "audit/judge/checker.h"

namespace kproof {

CheckResult CheckCorrupt(const History& history) {
  CheckResult result;
  std::set<std::tuple<std::int64_t, std::int32_t, std::int64_t>> counted;
  for (const auto& [id, read] : history.store().Corrupt()) {
    const auto index = history.IndexOf(id);
    if (!counted.emplace(history.streams()[index].row.topic, read.partition, read.offset).second)
      continue;
    result.anomalies.push_back({index, read.sequence, 1, read.partition, read.offset});
  }
  return result;
}

}  // namespace kproof

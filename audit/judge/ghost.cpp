// Identities read although their send certainly failed: the client's last word was that no broker
// has them.
#include "audit/judge/checker.h"

namespace kproof {

CheckResult CheckGhost(const History& history) {
  CheckResult result;
  for (std::size_t i = 0; i < history.streams().size(); ++i) {
    const auto& stream = history.streams()[i];
    const auto read = stream.failed.And(stream.read);
    for (const auto& part : read.ranges()) {
      result.anomalies.push_back({i, part.first, part.size(), stream.row.key.partition});
    }
  }
  return result;
}

}  // namespace kproof

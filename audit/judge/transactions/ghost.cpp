// Identities read although their send certainly failed (the client's last word was that no broker
// has them), or read as committed although every transaction that they were sent in aborted.
#include "audit/judge/checker.h"

namespace kproof {
namespace {

CheckResult CheckGhost(const History& history) {
  CheckResult result;
  for (std::size_t i = 0; i < history.streams().size(); ++i) {
    const auto& stream = history.streams()[i];
    const auto put = [&](const RangeSet& records, bool of_transaction) {
      for (const auto& part : records.ranges()) {
        Anomaly anomaly{i, part.first, part.size(), stream.row.key.partition};
        anomaly.of_transaction = of_transaction;
        result.anomalies.push_back(anomaly);
      }
    };
    const auto failed = stream.failed.And(stream.read);
    put(failed, false);
    if (const auto* txns = history.transactions().Of(i))
      put(txns->aborted.And(stream.read_committed).Minus(failed), true);
  }
  return result;
}

}  // namespace

Checker GhostChecker() { return {FindingKind::kGhost, CheckGhost}; }

}  // namespace kproof

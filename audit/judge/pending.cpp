// Acked records that nobody read and whose place no pass has gone over: not lost, not safe, not
// known. On a compacted topic every absent record is pending, since a later record with its key may
// have replaced it.
#include "audit/judge/checker.h"

namespace kproof {

void CheckPending(const Stretch& stretch, CheckResult& result) {
  for (const auto& [piece, fate] : stretch.missing) {
    if (fate != Fate::kPending) continue;
    result.anomalies.push_back(
        {stretch.stream, piece.sequence, piece.count, piece.partition, piece.offset, piece.at});
  }
}

}  // namespace kproof

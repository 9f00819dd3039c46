// Acked records that nobody read and whose place no pass has gone over: not lost, not safe, not
// known. On a compacted topic every absent record is pending, since a later record with its key may
// have replaced it.
#include "audit/judge/checker.h"

namespace kproof {

CheckResult CheckPending(const History& history) {
  CheckResult result;
  for (const auto& missing : history.missing()) {
    if (missing.fate != Fate::kPending) continue;
    const auto& piece = missing.piece;
    result.anomalies.push_back(
        {missing.stream, piece.sequence, piece.count, piece.partition, piece.offset, piece.at});
  }
  return result;
}

}  // namespace kproof

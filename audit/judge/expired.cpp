// Acked records below the log's start that retention, or a deletion that was asked for, explains
// (or nobody knows how long the topic keeps its records). Gone before their time they are lost
// instead.
#include "audit/judge/checker.h"

namespace kproof {

CheckResult CheckExpired(const History& history) {
  CheckResult result;
  for (const auto& missing : history.missing()) {
    if (missing.fate != Fate::kExpired) continue;
    const auto& piece = missing.piece;
    result.anomalies.push_back(
        {missing.stream, piece.sequence, piece.count, piece.partition, piece.offset, piece.at});
  }
  return result;
}

}  // namespace kproof

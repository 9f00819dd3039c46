// Acked records that compaction removed, because a later record of their key was there (or as
// tombstones whose time was over). No anomaly.
#include "audit/judge/checker.h"

namespace kproof {
namespace {

void CheckCompacted(const SequenceBlock& block, CheckResult& result) {
  for (const auto& [piece, fate] : block.missing) {
    if (fate != Fate::kCompacted) continue;
    result.anomalies.push_back(
        {block.stream, piece.sequence, piece.count, piece.partition, piece.offset, piece.Acked()});
  }
}

}  // namespace

Checker CompactedChecker() { return {FindingKind::kCompacted, CheckCompacted}; }

}  // namespace kproof

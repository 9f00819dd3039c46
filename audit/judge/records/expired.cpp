// Acked records below the log's start that retention, or a deletion that was asked for, explains
// (or nobody knows how long the topic keeps its records). Gone before their time they are lost
// instead.
#include "audit/judge/checker.h"

namespace kproof {
namespace {

void CheckExpired(const SequenceBlock& block, CheckResult& result) {
  for (const auto& [piece, fate] : block.missing) {
    if (fate != Fate::kExpired) continue;
    result.anomalies.push_back(
        {block.stream, piece.sequence, piece.count, piece.partition, piece.offset, piece.Acked()});
  }
}

}  // namespace

Checker ExpiredChecker() { return {FindingKind::kExpired, CheckExpired}; }

}  // namespace kproof

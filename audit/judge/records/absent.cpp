// Acked records that are not in the log and are not lost: what became of them is known, or nobody
// could see it.
#include "audit/judge/checker.h"

namespace kproof {
namespace {

void PutMissing(const SequenceBlock& block, const Piece& piece, CheckResult& result) {
  result.anomalies.push_back(
      {block.stream, piece.sequence, piece.count, piece.partition, piece.offset, piece.Acked()});
}

// Acked records that compaction removed, because a later record of their key was there (or as
// tombstones whose time was over). No anomaly.
void CheckCompacted(const SequenceBlock& block, CheckResult& result) {
  for (const auto& [piece, fate] : block.missing) {
    if (fate != Fate::kCompacted) continue;
    PutMissing(block, piece, result);
  }
}

// Acked records below the log's start that retention, or a deletion that was asked for, explains
// (or nobody knows how long the topic keeps its records). Gone before their time they are lost
// instead.
void CheckExpired(const SequenceBlock& block, CheckResult& result) {
  for (const auto& [piece, fate] : block.missing) {
    if (fate != Fate::kExpired) continue;
    PutMissing(block, piece, result);
  }
}

// Acked records that nobody read and whose place no pass has gone over: not lost, not safe, not
// known. On a compacted topic every absent record is pending, also one that was read once, since a
// later record with its key may have replaced it, and so is one that went to nobody knows which
// incarnation of its topic: the evidence tells them apart.
void CheckPending(const SequenceBlock& block, CheckResult& result) {
  for (const auto& [piece, fate] : block.missing) {
    if (!IsPending(fate)) continue;
    PutMissing(block, piece, result);
    const char* why = fate == Fate::kReplaced ? "compacted"
                      : fate == Fate::kRemade ? "made_again"
                                              : "unread";
    result.evidence[why] += piece.count;
  }
}

}  // namespace

Checker CompactedChecker() { return {FindingKind::kCompacted, CheckCompacted}; }

Checker ExpiredChecker() { return {FindingKind::kExpired, CheckExpired}; }

Checker PendingChecker() { return {FindingKind::kPending, CheckPending}; }

}  // namespace kproof

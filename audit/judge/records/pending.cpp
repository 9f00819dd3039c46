// Acked records that nobody read and whose place no pass has gone over: not lost, not safe, not
// known. On a compacted topic every absent record is pending, also one that was read once, since a
// later record with its key may have replaced it, and so is one that went to nobody knows which
// incarnation of its topic: the evidence tells them apart.
#include "audit/judge/checker.h"

namespace kproof {
namespace {

void CheckPending(const SequenceBlock& block, CheckResult& result) {
  for (const auto& [piece, fate] : block.missing) {
    if (!IsPending(fate)) continue;
    result.anomalies.push_back(
        {block.stream, piece.sequence, piece.count, piece.partition, piece.offset, piece.Acked()});
    const char* why = fate == Fate::kReplaced ? "compacted"
                      : fate == Fate::kRemade ? "made_again"
                                              : "unread";
    result.evidence[why] += piece.count;
  }
}

}  // namespace

Checker PendingChecker() { return {FindingKind::kPending, CheckPending}; }

}  // namespace kproof

// Identities whose first copy stands after a higher sequence of the same stream. The order of a
// partition is that of its offsets; copies in other partitions have no order and are misplaced
// instead. Where two records of one stream were read at one offset the log was cut between the
// reads, and has no one order to judge. A record that was sent again in another transaction stands
// where its producer put it.
#include "audit/judge/checker.h"

namespace kproof {
namespace {

void CheckReordered(const SequenceBlock& block, CheckResult& result) {
  const bool moved_up = block.moved && block.ack.offset < block.copies.front().offset;
  if (block.resent || moved_up || block.copies.empty() || !block.AtHome(block.copies.front()))
    return;
  const auto& first = block.copies.front();
  // No offset is taken twice, so all of the block stands before that one, or all behind it.
  if (block.lowest_above > first.offset) return;
  result.anomalies.push_back(
      {block.stream, first.sequence, first.count, first.partition, first.offset, block.Acked()});
}

}  // namespace

Checker ReorderedChecker() { return {FindingKind::kReordered, CheckReordered}; }

}  // namespace kproof

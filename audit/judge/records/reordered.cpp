// Identities whose first copy stands after a higher sequence of the same stream. The order of a
// partition is that of its offsets; copies in other partitions have no order and are misplaced
// instead. Where two records of one stream were read at one offset the log was cut between the
// reads, and has no one order to judge. A record that was sent again in another transaction stands
// where its producer put it.
#include "audit/judge/checker.h"

namespace kproof {
namespace {

void CheckReordered(const Stretch& stretch, CheckResult& result) {
  const bool moved_up = stretch.moved && stretch.ack.offset < stretch.copies.front().offset;
  if (stretch.resent || moved_up || stretch.copies.empty() ||
      !stretch.AtHome(stretch.copies.front()))
    return;
  const auto& first = stretch.copies.front();
  // No offset is taken twice, so all of the stretch stands before that one, or all behind it.
  if (stretch.lowest_above > first.offset) return;
  result.anomalies.push_back({stretch.stream, first.sequence, first.count, first.partition,
                              first.offset, stretch.Acked()});
}

}  // namespace

Checker ReorderedChecker() { return {FindingKind::kReordered, CheckReordered}; }

}  // namespace kproof

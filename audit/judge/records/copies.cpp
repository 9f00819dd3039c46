// Where the copies of a record stand in the log: each checker looks at one block of a sweep.
#include <algorithm>

#include "audit/judge/checker.h"

namespace kproof {
namespace {

// Offsets beyond the first at which one identity stands in the log. Of a record that was sent again
// in another transaction, because one did not commit, only the copies that committed readers get.
void CheckDuplicated(const SequenceBlock& block, CheckResult& result) {
  bool first = true;
  for (const auto& copy : block.copies) {
    if (block.resent && !copy.committed) continue;
    if (!first) {
      result.anomalies.push_back(
          {block.stream, copy.sequence, copy.count, copy.partition, copy.offset, block.Acked()});
    }
    first = false;
  }
}

// Acked records in the log only at another offset than the acked one, and records in a partition
// that they were not sent to. Each identity counts once. Never also lost: what is in the log is not
// lost.
void CheckMisplaced(const SequenceBlock& block, CheckResult& result) {
  const auto& copies = block.copies;
  const auto at_home = [&](const Piece& copy) { return block.AtHome(copy); };
  // One that was sent again in another transaction has several places, of which not all are told.
  const bool told = block.acked && block.ack.offset >= 0 && !block.resent && !block.moved;
  const bool in_place = std::any_of(copies.begin(), copies.end(), [&](const Piece& copy) {
    return at_home(copy) && copy.offset == block.ack.offset;
  });
  const auto wrong =
      told && !in_place ? copies.begin() : std::find_if_not(copies.begin(), copies.end(), at_home);
  if (wrong == copies.end()) return;
  Anomaly anomaly{block.stream,     wrong->sequence, wrong->count,
                  wrong->partition, wrong->offset,   block.Acked()};
  anomaly.found_in = wrong->topic;
  result.anomalies.push_back(anomaly);
}

// Identities whose first copy stands after a higher sequence of the same stream. The order of a
// partition is that of its offsets; copies in other partitions have no order and are misplaced
// instead. Where two records of one stream were read at one offset the log was cut between the
// reads, and has no one order to judge. A record that was sent again in another transaction stands
// where its producer put it.
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

Checker DuplicatedChecker() { return {FindingKind::kDuplicated, CheckDuplicated}; }

Checker MisplacedChecker() { return {FindingKind::kMisplaced, CheckMisplaced}; }

Checker ReorderedChecker() { return {FindingKind::kReordered, CheckReordered}; }

}  // namespace kproof

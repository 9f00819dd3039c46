// Acked records in the log only at another offset than the acked one, and records in a partition
// that they were not sent to. Each identity counts once. Never also lost: what is in the log is not
// lost.
#include <algorithm>

#include "audit/judge/checker.h"

namespace kproof {
namespace {

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

}  // namespace

Checker MisplacedChecker() { return {FindingKind::kMisplaced, CheckMisplaced}; }

}  // namespace kproof

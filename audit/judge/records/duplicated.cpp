// Offsets beyond the first at which one identity stands in the log. Of a record that was sent again
// in another transaction, because one did not commit, only the copies that committed readers get.
#include "audit/judge/checker.h"

namespace kproof {
namespace {

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

}  // namespace

Checker DuplicatedChecker() { return {FindingKind::kDuplicated, CheckDuplicated}; }

}  // namespace kproof

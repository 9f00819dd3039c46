// (topic, partition, offset)s read whose value does not match the CRC of its stamp, each once
// whoever read it.
#include "audit/judge/checker.h"

namespace kproof {
namespace {

CheckResult CheckCorrupt(const History& history) {
  CheckResult result;
  history.store().EachCorrupt([&](const CorruptRow& row) {
    const auto& read = row.read;
    result.anomalies.push_back(
        {history.IndexOf(row.stream), read.sequence, 1, read.partition, read.offset});
  });
  return result;
}

}  // namespace

Checker CorruptChecker() { return {FindingKind::kCorrupt, CheckCorrupt}; }

}  // namespace kproof

// An acked record is lost when a pass has gone over its place and it is nowhere in the log; what
// stands at its acked offset now is the evidence.
#include <fmt/format.h>

#include "audit/judge/checker.h"

namespace kproof {
namespace {

constexpr char kAbsent[] = "absent";
constexpr char kDeletedEarly[] = "deleted_early";
constexpr char kOverwritten[] = "overwritten";
constexpr char kTruncated[] = "truncated";

constexpr char kHidden[] = "nothing that a read_committed reader gets";

void CheckLost(const SequenceBlock& block, CheckResult& result) {
  for (const auto& [piece, fate] : block.missing) {
    if (!IsGone(fate)) continue;
    result.anomalies.push_back({block.stream, piece.sequence, piece.count, piece.partition,
                                piece.offset, piece.Acked(), fate == Fate::kHidden ? kHidden : ""});
    if (piece.offset < 0 || fate == Fate::kHidden) {
      result.evidence[kAbsent] += piece.count;
    } else if (fate == Fate::kDeletedEarly) {
      result.evidence[kDeletedEarly] += piece.count;
    } else {
      const auto first = static_cast<std::uint64_t>(piece.offset);
      result.places.Ask({block.topic, piece.partition}, {first, first + piece.count});
    }
  }
}

void CompleteLost(const History& history, CheckResult& result) {
  const auto key = [&](const Anomaly& lost) {
    return PartitionKey{history.streams()[lost.stream].row.topic, lost.partition};
  };
  auto& examples = result.anomalies.examples();
  for (const auto& lost : examples) {
    if (lost.offset >= 0) result.places.AskWho(key(lost), static_cast<std::uint64_t>(lost.offset));
  }
  result.places.LookUp(history);
  const auto counts = result.places.Count(history);
  result.evidence[kAbsent] += counts.empty;
  result.evidence[kDeletedEarly] += 0;
  result.evidence[kOverwritten] += counts.held;
  result.evidence[kTruncated] += counts.beyond;
  for (auto& lost : examples) {
    if (!lost.stands_there.empty()) continue;
    const auto start = history.Partition(key(lost)).start.value_or(0);
    lost.stands_there =
        lost.offset < 0 ? "not known: it was acked without an offset"
        : lost.offset < start
            ? fmt::format("below the log's start {}", start)
            : result.places.Describe(history, key(lost), static_cast<std::uint64_t>(lost.offset));
  }
}

}  // namespace

Checker LostChecker() { return {FindingKind::kLost, CheckLost, CompleteLost}; }

}  // namespace kproof

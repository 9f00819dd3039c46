// Identities whose first copy stands after a higher sequence of the same stream. The order of a
// partition is that of its offsets; copies in other partitions have no order and are misplaced
// instead. Where two records of one stream were read at one offset the log was cut between the
// reads, and has no one order to judge. A record that was sent again in another transaction stands
// where its producer put it.
#include <algorithm>

#include "audit/judge/checker.h"

namespace kproof {
namespace {

// `pieces` in order of their offsets.
bool Overlap(const std::vector<Piece>& pieces) {
  for (std::size_t i = 1; i < pieces.size(); ++i) {
    const auto& before = pieces[i - 1];
    if (pieces[i].offset < before.offset + static_cast<std::int64_t>(before.count)) return true;
  }
  return false;
}

}  // namespace

CheckResult CheckReordered(const History& history) {
  CheckResult result;
  for (std::size_t i = 0; i < history.streams().size(); ++i) {
    const auto& stream = history.streams()[i];
    std::vector<Piece> pieces;
    for (const auto& piece : stream.log_pieces) {
      if (piece.partition == stream.row.key.partition) pieces.push_back(piece);
    }
    std::sort(pieces.begin(), pieces.end(),
              [](const Piece& a, const Piece& b) { return a.offset < b.offset; });
    if (Overlap(pieces)) continue;
    RangeSet seen;            // sequences whose first copy has been met
    std::uint64_t above = 0;  // one past the highest sequence met
    for (const auto& piece : pieces) {
      const Range all{piece.sequence, piece.sequence + piece.count};
      if (all.first >= above) {
        seen.Add(all);
      } else {
        const Range behind{all.first, std::min(all.end, above)};
        const auto* txns = history.transactions().Of(i);
        RangeSet late(seen.Outside(behind));
        if (txns != nullptr) late = late.Minus(txns->resent);
        for (const auto& part : late.ranges()) {
          const auto offset = piece.offset + static_cast<std::int64_t>(part.first - piece.sequence);
          result.anomalies.push_back({i, part.first, part.size(), piece.partition, offset});
        }
        seen.Add(all);
      }
      above = std::max(above, all.end);
    }
  }
  return result;
}

}  // namespace kproof

// Offsets beyond the first at which one identity stands in the log.
#include <algorithm>
#include <span>
#include <tuple>

#include "audit/judge/checker.h"

namespace kproof {
namespace {

// Copies among pieces that overlap in sequence, in the order of their places: the partition that
// they were sent to comes first. What an earlier piece holds too is a further copy.
void TakeCopies(std::vector<Piece> pieces, std::int32_t sent_to, std::size_t stream,
                CheckResult& result) {
  const auto place = [&](const Piece& p) {
    return std::tuple(p.partition != sent_to, p.partition, p.offset);
  };
  std::sort(pieces.begin(), pieces.end(),
            [&](const Piece& a, const Piece& b) { return place(a) < place(b); });
  RangeSet seen;
  for (const auto& piece : pieces) {
    const Range all{piece.sequence, piece.sequence + piece.count};
    for (const auto& part : seen.Inside(all)) {
      const auto offset = piece.offset + static_cast<std::int64_t>(part.first - piece.sequence);
      result.anomalies.push_back({stream, part.first, part.size(), piece.partition, offset});
    }
    seen.Add(all);
  }
}

}  // namespace

CheckResult CheckDuplicated(const History& history) {
  CheckResult result;
  for (std::size_t i = 0; i < history.streams().size(); ++i) {
    const auto& stream = history.streams()[i];
    const auto& pieces = stream.log_pieces;  // in order of sequence
    for (std::size_t first = 0; first < pieces.size();) {
      auto reach = pieces[first].sequence + pieces[first].count;
      auto next = first + 1;
      for (; next < pieces.size() && pieces[next].sequence < reach; ++next) {
        reach = std::max(reach, pieces[next].sequence + pieces[next].count);
      }
      if (next > first + 1) {
        const auto group = std::span(pieces).subspan(first, next - first);
        TakeCopies({group.begin(), group.end()}, stream.row.key.partition, i, result);
      }
      first = next;
    }
  }
  return result;
}

}  // namespace kproof

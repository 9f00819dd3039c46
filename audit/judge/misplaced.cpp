// Acked records in the log only at another offset than the acked one, and records in a partition
// that they were not sent to. Each identity counts once. Never also lost: what is in the log is not
// lost.
#include <algorithm>

#include "audit/judge/checker.h"

namespace kproof {
namespace {

// Sequences of `acked` that some piece of the log holds at the very offset that was acked.
RangeSet InPlace(const StreamHistory& stream) {
  std::vector<Piece> log;
  for (const auto& piece : stream.log_pieces) {
    if (piece.partition == stream.row.key.partition) log.push_back(piece);
  }
  // Where both run side by side in sequence and offset, offset - sequence is one number: a match
  // lies on one such line.
  const auto line = [](const Piece& p) {
    return static_cast<std::uint64_t>(p.offset) - p.sequence;
  };
  std::map<std::uint64_t, RangeSet> log_lines;
  for (const auto& piece : log)
    log_lines[line(piece)].Add({piece.sequence, piece.sequence + piece.count});
  RangeSet in_place;
  for (const auto& piece : stream.acked_pieces) {
    const auto found = piece.offset < 0 ? log_lines.end() : log_lines.find(line(piece));
    if (found == log_lines.end()) continue;
    for (const auto& part : found->second.Inside({piece.sequence, piece.sequence + piece.count}))
      in_place.Add(part);
  }
  return in_place;
}

}  // namespace

CheckResult CheckMisplaced(const History& history) {
  CheckResult result;
  for (std::size_t i = 0; i < history.streams().size(); ++i) {
    const auto& stream = history.streams()[i];
    if (stream.clean || stream.log_pieces.empty()) continue;
    const auto in_place = InPlace(stream);
    RangeSet told;  // acked with an offset
    for (const auto& piece : stream.acked_pieces) {
      if (piece.offset >= 0) told.Add({piece.sequence, piece.sequence + piece.count});
    }
    // One that was sent again in another transaction has several places, of which not all are told.
    if (const auto* txns = history.transactions().Of(i)) told = told.Minus(txns->resent);
    RangeSet counted;
    for (const auto& piece : stream.log_pieces) {
      const Range all{piece.sequence, piece.sequence + piece.count};
      const bool elsewhere = piece.partition != stream.row.key.partition;
      const auto wrong = elsewhere ? RangeSet({all}) : RangeSet(told.Inside(all)).Minus(in_place);
      for (const auto& part : wrong.ranges()) {
        for (const auto& fresh : counted.Outside(part)) {
          const auto offset =
              piece.offset + static_cast<std::int64_t>(fresh.first - piece.sequence);
          result.anomalies.push_back({i, fresh.first, fresh.size(), piece.partition, offset});
        }
        counted.Add(part);
      }
    }
  }
  return result;
}

}  // namespace kproof

// Offsets beyond the first at which one identity stands in the log. Of a record that was sent again
// in another transaction, because one did not commit, only the copies that committed readers get.
#include <algorithm>
#include <span>
#include <tuple>

#include "audit/judge/checker.h"
#include "audit/judge/places.h"

namespace kproof {
namespace {

// Copies among pieces that overlap in sequence, in the order of their places: the partition that
// they were sent to comes first. What an earlier piece holds too is a further copy.
void TakeCopies(std::vector<Piece> pieces, std::int32_t sent_to, std::size_t stream,
                const RangeSet& leave_out, CheckResult& result) {
  const auto place = [&](const Piece& p) {
    return std::tuple(p.partition != sent_to, p.partition, p.offset);
  };
  std::sort(pieces.begin(), pieces.end(),
            [&](const Piece& a, const Piece& b) { return place(a) < place(b); });
  RangeSet seen;
  for (const auto& piece : pieces) {
    const Range all{piece.sequence, piece.sequence + piece.count};
    const auto again = RangeSet(seen.Inside(all)).Minus(leave_out);
    for (const auto& part : again.ranges()) {
      const auto offset = piece.offset + static_cast<std::int64_t>(part.first - piece.sequence);
      result.anomalies.push_back({stream, part.first, part.size(), piece.partition, offset});
    }
    seen.Add(all);
  }
}

// Pieces of records that were sent again, as committed readers found them in the log, by stream.
std::map<std::size_t, std::vector<Piece>> CommittedCopies(const History& history) {
  std::map<std::size_t, std::map<std::pair<std::int32_t, std::uint64_t>, RangeSet>> found;
  history.store().EachRead([&](const ReadRow& row) {
    const auto index = history.IndexOf(row.stream);
    const auto* txns = history.transactions().Of(index);
    if (txns == nullptr || txns->resent.empty() || row.isolation != Isolation::kCommitted) return;
    std::vector<PlacePiece> places;
    AppendPlaces(history, row, history.LogOffsets(row), places);
    for (const auto& place : places) {
      for (const auto& part : txns->resent.Inside(place.sequences()))
        found[index][{row.partition, place.line()}].Add(part);
    }
  });
  std::map<std::size_t, std::vector<Piece>> copies;
  for (const auto& [stream, lines] : found) {
    for (const auto& [where, sequences] : lines) {
      for (const auto& part : sequences.ranges()) {
        Piece piece{part.first, part.size(), static_cast<std::int64_t>(where.second + part.first)};
        piece.partition = where.first;
        copies[stream].push_back(piece);
      }
    }
  }
  return copies;
}

}  // namespace

CheckResult CheckDuplicated(const History& history) {
  CheckResult result;
  const auto copies = history.transactions().all().empty()
                          ? std::map<std::size_t, std::vector<Piece>>()
                          : CommittedCopies(history);
  for (const auto& [stream, pieces] : copies)
    TakeCopies(pieces, history.streams()[stream].row.key.partition, stream, {}, result);
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
        const auto* txns = history.transactions().Of(i);
        TakeCopies({group.begin(), group.end()}, stream.row.key.partition, i,
                   txns != nullptr ? txns->resent : RangeSet(), result);
      }
      first = next;
    }
  }
  return result;
}

}  // namespace kproof

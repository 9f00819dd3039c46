#include "audit/judge/records/places.h"

#include <algorithm>
#include <tuple>

namespace kproof {
namespace {

template <typename Take>
void EachRun(const History& history, const ReadRow& row, const Take& take) {
  PlacePiece piece;
  piece.stream = history.IndexOf(row.stream);
  piece.sequence = row.first_sequence;
  for (const auto& run : row.Offsets().Runs()) {
    piece.offsets = {Natural(run.first), Natural(run.first) + run.count};
    take(piece);
    piece.sequence += run.count;
  }
}

// One piece for all reads of a record at its place; by offset.
std::vector<PlacePiece> Once(std::vector<PlacePiece> pieces) {
  std::sort(pieces.begin(), pieces.end(), [](const PlacePiece& a, const PlacePiece& b) {
    return std::tuple(a.stream, a.line(), a.sequence) < std::tuple(b.stream, b.line(), b.sequence);
  });
  std::vector<PlacePiece> once;
  for (const auto& piece : pieces) {
    if (!once.empty() && once.back().stream == piece.stream && once.back().line() == piece.line() &&
        piece.offsets.first <= once.back().offsets.end) {
      once.back().offsets.end = std::max(once.back().offsets.end, piece.offsets.end);
    } else {
      once.push_back(piece);
    }
  }
  std::sort(once.begin(), once.end(), [](const PlacePiece& a, const PlacePiece& b) {
    return a.offsets.first < b.offsets.first;
  });
  return once;
}

}  // namespace

void AppendPlaces(const History& history, const ReadRow& row, const RangeSet& keep,
                  std::vector<PlacePiece>& pieces) {
  EachRun(history, row, [&](const PlacePiece& piece) {
    for (const auto& part : keep.Inside(piece.offsets)) pieces.push_back(piece.Part(part));
  });
}

void AppendPlaces(const History& history, const ReadRow& row, std::vector<PlacePiece>& pieces) {
  EachRun(history, row, [&](const PlacePiece& piece) { pieces.push_back(piece); });
}

Identities::Identities(std::vector<PlacePiece> pieces) {
  const auto once = Once(std::move(pieces));
  std::vector<PlacePiece> open;  // that hold the offset `at`
  std::size_t next = 0;
  std::uint64_t at = 0;
  while (next < once.size() || !open.empty()) {
    if (open.empty()) at = once[next].offsets.first;
    for (; next < once.size() && once[next].offsets.first == at; ++next) open.push_back(once[next]);
    auto end = next < once.size() ? once[next].offsets.first : open.front().offsets.end;
    for (const auto& piece : open) end = std::min(end, piece.offsets.end);
    const bool several = open.size() > 1;
    segments_.push_back({open.front().Part({at, end}), several});
    ambiguous_ = ambiguous_ || several;
    std::erase_if(open, [&](const PlacePiece& piece) { return piece.offsets.end == end; });
    at = end;
  }
}

Identities::Answer Identities::At(Range offsets) const {
  Answer answer;
  auto at = std::upper_bound(segments_.begin(), segments_.end(), offsets.first,
                             [](std::uint64_t offset, const Segment& segment) {
                               return offset < segment.piece.offsets.end;
                             });
  auto from = offsets.first;
  for (; at != segments_.end() && at->piece.offsets.first < offsets.end; ++at) {
    const Range part{std::max(offsets.first, at->piece.offsets.first),
                     std::min(offsets.end, at->piece.offsets.end)};
    if (from < part.first) answer.none.Add(Range{from, part.first});
    if (at->several) {
      answer.several.Add(part);
    } else {
      answer.one.push_back(at->piece.Part(part));
    }
    from = part.end;
  }
  if (from < offsets.end) answer.none.Add(Range{from, offsets.end});
  return answer;
}

std::set<PartitionKey> CommittedPartitions(const History& history) {
  std::set<PartitionKey> partitions;
  for (const auto& row : history.store().AllBounds()) {
    if (row.isolation == Isolation::kCommitted) partitions.emplace(row.topic, row.bounds.partition);
  }
  return partitions;
}

bool MayBeGone(const History& history, PartitionKey key) {
  if (history.Partition(key).final_pass) return false;
  const auto& retention = history.retention(key.first);
  return history.topic(key.first).incarnation.deleted || retention.deletes_asked ||
         retention.compacted || retention.bytes.value_or(-1) >= 0 ||
         (retention.ms && *retention.ms >= 0 && history.now() / 1000 >= *retention.ms);
}

}  // namespace kproof

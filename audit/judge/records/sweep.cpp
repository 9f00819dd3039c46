#include "audit/judge/records/sweep.h"

#include <algorithm>
#include <tuple>

#include "audit/judge/records/compaction.h"

namespace kproof {
namespace {

std::uint64_t Line(const Piece& piece) {
  return static_cast<std::uint64_t>(piece.offset) - piece.sequence;
}

// Whether no two records of the stream were read at one offset of `partition`. Where they were, the
// log was cut between the reads and has no one order. Chains ascend in offset, so they are merged
// by it; records that lie side by side in sequence and offset share one line.
bool HasOneOrder(const Chains& log, std::int32_t partition) {
  std::vector<Chain::Reader> readers;
  std::vector<Piece> next;
  for (const auto& chain : log.all()) {
    if (chain.partition() != partition || chain.topic() >= 0) continue;
    Chain::Reader reader(chain);
    Piece piece;
    if (!reader.Next(piece)) continue;
    readers.push_back(reader);
    next.push_back(piece);
  }
  if (readers.size() < 2) return true;
  Piece before;
  while (!next.empty()) {
    const auto lowest = std::min_element(
        next.begin(), next.end(), [](const auto& a, const auto& b) { return a.offset < b.offset; });
    const auto end = [](const Piece& p) { return p.offset + static_cast<std::int64_t>(p.count); };
    const bool overlap = before.count != 0 && lowest->offset < end(before);
    if (overlap && Line(*lowest) != Line(before)) return false;
    if (!overlap || end(*lowest) > end(before)) before = *lowest;
    const auto index = lowest - next.begin();
    if (!readers[static_cast<std::size_t>(index)].Next(*lowest)) {
      next.erase(lowest);
      readers.erase(readers.begin() + index);
    }
  }
  return true;
}

}  // namespace

Sweep::Sweep(const History& history, const UncleanStream& stream) {
  const auto& row = history.streams()[stream.index].row;
  block_.stream = stream.index;
  block_.topic = row.topic;
  block_.sent_to = row.key.partition;
  ordered_ = HasOneOrder(stream.log, row.key.partition);
  const auto* txns = history.transactions().Of(stream.index);
  if (txns != nullptr && !txns->resent.empty()) resent_ = &txns->resent;
  if (history.compaction().Covers(stream.index)) compaction_ = &history.compaction();
  partition_ = &history.Partition({row.topic, row.key.partition});
  Add(stream.acked, true);
  Add(stream.log, false);
}

void Sweep::Add(const Chains& chains, bool acked) {
  for (const auto& chain : chains.all()) {
    Lane lane{Chain::Reader(chain), acked, {}};
    if (lane.reader.Next(lane.piece)) lanes_.push_back(lane);
  }
}

bool Sweep::Next() {
  constexpr auto kEnd = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t first = kEnd;
  for (const auto& lane : lanes_) first = std::min(first, lane.done ? kEnd : lane.piece.sequence);
  if (first == kEnd) return false;
  std::uint64_t end = kEnd;
  for (const auto& lane : lanes_) {
    if (lane.done) continue;
    end = std::min(end, lane.piece.sequence == first ? lane.piece.end() : lane.piece.sequence);
  }
  end = compaction_ != nullptr ? first + 1 : end;  // what compaction took is asked one by one
  end = CutAtResent(first, end);
  block_.sequence = first;
  block_.count = end - first;
  block_.acked = false;
  block_.copies.clear();
  block_.missing.clear();
  block_.lowest_above = SequenceBlock::kNone;
  for (auto& lane : lanes_) {
    if (lane.done) continue;
    if (lane.piece.sequence == first) Take(lane, end);
    const bool counts = !lane.done && !lane.acked && block_.AtHome(lane.piece);
    if (counts && ordered_) block_.lowest_above = std::min(block_.lowest_above, lane.piece.offset);
  }
  auto& copies = block_.copies;
  if (copies.size() > 1) {
    const auto place = [this](const Piece& p) {
      return std::tuple(!block_.AtHome(p), p.topic, p.partition, p.offset);
    };
    std::sort(copies.begin(), copies.end(), [&](const Piece& a, const Piece& b) {
      return std::tuple(place(a), !a.committed) < std::tuple(place(b), !b.committed);
    });
    // Several readers may have seen the same place.
    copies.erase(std::unique(copies.begin(), copies.end(),
                             [&](const Piece& a, const Piece& b) { return place(a) == place(b); }),
                 copies.end());
  }
  block_.moved = IsMoved();
  return true;
}

// Whether a later copy, or a later record of its key, has replaced it at its acked place.
bool Sweep::IsMoved() const {
  const Piece& ack = block_.ack;
  const auto& copies = block_.copies;
  if (compaction_ == nullptr || !block_.acked || ack.offset < 0 || copies.empty()) return false;
  const auto absence =
      compaction_->Of(block_.stream, block_.sequence, static_cast<std::uint64_t>(ack.offset));
  const bool past_end = partition_->end && ack.offset >= *partition_->end &&
                        partition_->covered.Contains(static_cast<std::uint64_t>(ack.offset));
  if (absence.taken || past_end) return false;
  return absence.superseded || std::any_of(copies.begin(), copies.end(), [&](const Piece& copy) {
           return block_.AtHome(copy) && copy.offset > ack.offset;
         });
}

// Where a block that begins at `first` must end for `resent` to hold for all of it or for none.
std::uint64_t Sweep::CutAtResent(std::uint64_t first, std::uint64_t end) {
  if (resent_ == nullptr) return end;
  block_.resent = resent_->Contains(first);
  const auto parts = block_.resent ? resent_->Inside({first, end}) : resent_->Outside({first, end});
  return parts.front().end;
}

// The lane's part of the block that ends before sequence `end`.
void Sweep::Take(Lane& lane, std::uint64_t end) {
  const auto part = lane.piece.Cut(lane.piece.sequence, end);
  if (lane.acked) {
    block_.acked = true;
    block_.ack = part;
  } else {
    block_.copies.push_back(part);
  }
  if (end == lane.piece.end()) {
    lane.done = !lane.reader.Next(lane.piece);
  } else {
    lane.piece = lane.piece.Cut(end, lane.piece.end());
  }
}

}  // namespace kproof
